import type { DocumentSpec, DocumentValue } from './document.ts'
import { applyIntent } from './intent.ts'
import type { EntryChange } from './protocol.ts'

/**
 * Takes changes back on top of what is there now. Pure. Counts go back by what they were changed by, so that others' later units stay; a text or a
 * place goes back only while it is still as the changes left it. Limits cut as in a merge.
 */
export function invertChanges(spec: DocumentSpec, value: DocumentValue, changes: readonly EntryChange[]): DocumentValue {
  const undone = netChanges(changes).flatMap(({ field, id, from, to }) => {
    const isCount = spec.fields[field]?.kind === 'counters'
    const isUntouched = (value[field]?.[id] ?? null) === to
    return isCount || isUntouched ? [{ field, id, from: to, to: from }] : []
  })
  return applyIntent(spec, undone, value).value
}

/** Changes in a row as one per entry: from before the first to after the last. */
function netChanges(changes: readonly EntryChange[]): EntryChange[] {
  const net = new Map<string, EntryChange>()
  for (const change of changes) {
    const key = JSON.stringify([change.field, change.id])
    net.set(key, { ...change, from: (net.get(key) ?? change).from })
  }
  return [...net.values()]
}
