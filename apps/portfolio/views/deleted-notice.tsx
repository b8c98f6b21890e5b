import type { PhotoWrites } from './use-photo-writes.ts'

/** The way back from a deletion. Last on the screen, so that nothing moves under a pointer. */
export function DeletedNotice({ writes }: { writes: PhotoWrites }) {
  if (writes.deletedId === null) return null
  return (
    <div className="notice">
      <span>Photo deleted.</span>
      <span className="row">
        <button type="button" className="small" onClick={writes.restore}>
          Undo
        </button>
        <button type="button" className="small quiet" onClick={writes.forgetDeleted}>
          Dismiss
        </button>
      </span>
    </div>
  )
}
