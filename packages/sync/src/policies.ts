/** Counts that add up: concurrent changes are summed. An absent entry is 0; an entry that reaches 0 is removed. */
export interface CountersPolicy {
  readonly kind: 'counters'
  /** Largest value an entry may take: one number, or one per entry id. */
  readonly max: number | ((entryId: string) => number)
  /** Entries the field may hold; a commit that would add to more is refused with `too_large`. Default: no limit. */
  readonly maxEntries?: number
}

/** Texts of which the last one committed wins; the one it replaced is reported. An empty text is removed. */
export interface LastWriterPolicy {
  readonly kind: 'last-writer'
  /** UTF-16 units. */
  readonly maxLength: number
  /** Name of a counter or list field: an entry goes when its leader goes. */
  readonly follows?: string
}

/**
 * An ordered list: which ids are in it, and each one's place as an order key (see `placeBetween`). Moves of different entries meet; of two moves of
 * one entry the last committed wins; a removal wins over a move. What an entry holds lives in fields that follow the list.
 */
export interface ListPolicy {
  readonly kind: 'list'
  /** Entries the list may hold; a commit that would add to more is refused with `too_large`. Default: no limit. */
  readonly maxEntries?: number
}

export type Policy = CountersPolicy | LastWriterPolicy | ListPolicy

export function counters(options: { max: CountersPolicy['max']; maxEntries?: number }): CountersPolicy {
  return { kind: 'counters', ...options }
}

export function lastWriter(options: { maxLength: number; follows?: string }): LastWriterPolicy {
  return { kind: 'last-writer', ...options }
}

export function list(options: { maxEntries?: number } = {}): ListPolicy {
  return { kind: 'list', ...options }
}

export function maxOf(policy: CountersPolicy, entryId: string): number {
  return typeof policy.max === 'number' ? policy.max : policy.max(entryId)
}
