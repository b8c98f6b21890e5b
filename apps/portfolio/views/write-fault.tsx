import type { Write } from '@lockstep/react'
import { wordsOf } from './portfolio-tools.ts'

/** Why something was not saved, with the way to try again; nothing while all is well. What was typed stays where it is. */
export function WriteFault({ write, lead }: { write: Pick<Write<never, unknown, unknown>, 'state' | 'retry' | 'cancel'>; lead: string }) {
  const { state } = write
  if (state.kind !== 'error' && state.kind !== 'unknown') return null
  return (
    <div role="alert" className="notice danger">
      <span>
        {lead} {wordsOf(state.failure)}
      </span>
      <span className="row">
        <button type="button" className="small" onClick={() => void write.retry()}>
          Try again
        </button>
        <button type="button" className="small quiet" onClick={write.cancel}>
          Dismiss
        </button>
      </span>
    </div>
  )
}
