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
  /** Name of a counter field: an entry goes when its counter goes. */
  readonly follows?: string
}

export type Policy = CountersPolicy | LastWriterPolicy

export function counters(options: { max: CountersPolicy['max']; maxEntries?: number }): CountersPolicy {
  return { kind: 'counters', ...options }
}

export function lastWriter(options: { maxLength: number; follows?: string }): LastWriterPolicy {
  return { kind: 'last-writer', ...options }
}

export function maxOf(policy: CountersPolicy, entryId: string): number {
  return typeof policy.max === 'number' ? policy.max : policy.max(entryId)
}
