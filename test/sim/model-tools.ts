import { CHANGES_MAX, type Change, type DocumentValue, type Snapshot, type SyncFailure } from '@lockstep/sync'
import { countOf } from './entries.ts'
import { stepped, written } from './plans.ts'

/** A call of one of the model's tools: plain data, so that a host can send it again word for word. */
export interface ToolCall {
  readonly tool: 'add' | 'set' | 'remove' | 'clear' | 'note'
  readonly line: string
  readonly count: number
  readonly note: string
  readonly baseRevision: number | null
}

/**
 * The cart's tools in small: adding and taking are relative and always done, an absolute number is refused when the line changed since,
 * emptying when anything did. @see sync-protocol 3.5
 */
export function changeOf(call: ToolCall): (current: DocumentValue, snapshot: Snapshot, changes: readonly Change[]) => DocumentValue | SyncFailure {
  const { tool, line, count, note, baseRevision } = call
  return (current, snapshot, changes) => {
    switch (tool) {
      case 'add':
        return stepped(current, line, count)
      case 'remove':
        return countOf(current, line) === 0 ? refused('not_found', snapshot) : stepped(current, line, -count)
      case 'set':
        return isCut(changes, baseRevision, snapshot.revision) || changes.some((change) => change.field === 'lines' && change.id === line)
          ? refused('revision_mismatch', snapshot)
          : stepped(current, line, count - countOf(current, line))
      case 'clear':
        return baseRevision === snapshot.revision ? { ...current, lines: {}, notes: {} } : refused('revision_mismatch', snapshot)
      case 'note':
        return countOf(current, line) === 0 ? refused('not_found', snapshot) : written(current, 'notes', line, note)
    }
  }
}

/** Whether some of what happened since is not told: then nobody knows what it was. */
function isCut(changes: readonly Change[], since: number | null, until: number): boolean {
  const [first] = changes
  return since !== null && (first === undefined ? until !== since : first.revision > since + 1 || changes.length >= CHANGES_MAX)
}

function refused(code: SyncFailure['code'], current: Snapshot): SyncFailure {
  return { code, message: 'Look again.', current }
}
