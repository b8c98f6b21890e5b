import type { DocumentSpec, Entry, Mutation, Policy, SyncFailure } from '@lockstep/sync'
import { isOrderKey, schemaVersionOf, upgradeValue } from '@lockstep/sync/server'

/** UTF-16 units of an entry's id. */
const ENTRY_ID_MAX_CHARS = 200

/**
 * What a view sent that no policy of the document allows, or null. The merge settles limits of counts; what it never judges is judged here: texts
 * past their length, order keys that are none, ids that would change a list's order or name what every object has.
 * A field that this server does not know is told as `unavailable`, which a view tries again: a newer process may know it.
 */
export function valueFailure(spec: DocumentSpec, { value, schemaVersion = 1 }: Pick<Mutation, 'value' | 'schemaVersion'>): SyncFailure | null {
  const wrong = entriesFailure(spec, value, schemaVersion === schemaVersionOf(spec))
  // one of a newer schema is refused when it is decided on
  if (wrong !== null || schemaVersion >= schemaVersionOf(spec)) return wrong
  return entriesFailure(spec, upgradeValue(spec, value, schemaVersion), true)
}

function entriesFailure(spec: DocumentSpec, value: Mutation['value'], isOfThisSchema: boolean): SyncFailure | null {
  for (const [field, entries] of Object.entries(value)) {
    const policy = Object.hasOwn(spec.fields, field) ? spec.fields[field] : undefined
    if (isOfThisSchema && policy === undefined) {
      return { code: 'unavailable', message: `This server does not know the field ${field} of ${spec.name}. Try again.`, path: `value.${field}` }
    }
    for (const [id, entry] of Object.entries(entries)) {
      const expected = isEntryId(id) ? entryFault(isOfThisSchema ? policy : undefined, entry) : 'an id that starts with a letter'
      if (expected !== null)
        return { code: 'invalid_request', message: `Expected ${expected}.`, path: `value.${field}.${id.slice(0, ENTRY_ID_MAX_CHARS)}` }
    }
  }
  return null
}

/** A letter first, so that no id is taken for an index, which would come before all others; no control characters; nothing every object has. */
function isEntryId(id: string): boolean {
  return id.length <= ENTRY_ID_MAX_CHARS && /^[A-Za-z][^\p{Cc}\p{Cs}]*$/u.test(id) && !(id in Object.prototype)
}

/** What was expected instead of an entry; null when it may be there. */
function entryFault(policy: Policy | undefined, entry: Entry): string | null {
  switch (policy?.kind) {
    case undefined:
      return null
    case 'counters':
      return typeof entry === 'number' && Number.isSafeInteger(entry) && entry >= 0 ? null : 'a whole number from 0'
    case 'last-writer':
      return typeof entry === 'string' && entry.length <= policy.maxLength && entry.isWellFormed()
        ? null
        : `a text of at most ${policy.maxLength} characters`
    case 'list':
      return typeof entry === 'string' && isOrderKey(entry) ? null : 'an order key, as placeAfter makes them'
  }
}
