import type { Instance } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'

/** What is left of a closed view: a line, and the way back to it where there is one. */
export function ClosedView({ instance: { id, title, canShowAgain } }: { instance: Instance }) {
  const page = usePage()
  return (
    <p class="view-note">
      The view of “{title}” was closed.{' '}
      {canShowAgain ? (
        <button type="button" class="button small" onClick={() => void page.runFor('/api/instances/:id/reopen', id, {})}>
          Show again
        </button>
      ) : null}
    </p>
  )
}
