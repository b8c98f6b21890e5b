import type { DocumentSpec, DocumentValue } from './document.ts'
import type { SyncFailure } from './protocol.ts'

/** Refuses a value that grew past a field's entry limit; one that was over it already may still shrink. */
export function entryLimitFailure(spec: DocumentSpec, current: DocumentValue, next: DocumentValue): SyncFailure | null {
  for (const [field, policy] of Object.entries(spec.fields)) {
    if (policy.kind === 'last-writer' || policy.maxEntries === undefined) continue
    const count = Object.keys(next[field] ?? {}).length
    if (count <= policy.maxEntries || count <= Object.keys(current[field] ?? {}).length) continue
    return { code: 'too_large', message: `Expected at most ${policy.maxEntries} entries in ${field}, got ${count}. Remove some first.`, path: field }
  }
  return null
}
