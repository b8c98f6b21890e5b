import { DIGITS, presentDigits } from './digit-code.ts'

/** What one person or model meant by one act. */
export interface Edit {
  readonly n: number
  readonly author: string
  readonly what: string
  readonly at: number
  /** By line: what it adds or takes. */
  readonly counts: Readonly<Record<string, number>>
  /** Texts and list places it writes; '' takes the entry out. */
  readonly texts: readonly TextWrite[]
  /** A server took a message that held it. */
  isDelivered: boolean
  /** Its view told the person that all was saved. */
  isSaved: boolean
  /** The author was told that nothing happened. */
  isRefused: boolean
  /** A restored backup took it away, or a person gave it up. */
  isRevoked: boolean
}

export interface TextWrite {
  readonly field: 'notes' | 'tasks'
  readonly id: string
  readonly text: string
}

/** The truth of a run: every act, and which parts of the counts somebody took already, so that no two take the same. */
export interface Ledger {
  readonly edits: readonly Edit[]
  add: (edit: Pick<Edit, 'author' | 'what' | 'at' | 'counts' | 'texts'>) => Edit
  /** A power nobody used on the line; null when there is none left. */
  freshDigit: (line: string) => number | null
  /** Whether nobody took any of the powers in the count yet, and none is there more often than it was put in. */
  isFree: (line: string, count: number) => boolean
  /** From now on nobody else may take them. */
  take: (line: string, count: number) => void
  isTaken: (line: string, digit: number) => boolean
  /** Small counts: whether the line stays above zero whatever the order, when one more takes `count`. `committed` = what was ever put in and is on disk. */
  canLower: (line: string, count: number, committed: number) => boolean
  lower: (line: string, count: number) => void
  /** Entries somebody took out of a text field or the list, and those where undo may bring an old text back. */
  readonly removed: Set<string>
  readonly restored: Set<string>
}

export function entryKey(field: string, id: string): string {
  return `${field}/${id}`
}

export function createLedger(): Ledger {
  const edits: Edit[] = []
  const nextDigit = new Map<string, number>()
  const taken = new Map<string, Set<number>>()
  const lowered = new Map<string, number>()
  const added = new Map<string, number>()
  const takenOf = (line: string): Set<number> => {
    const known = taken.get(line) ?? new Set()
    taken.set(line, known)
    return known
  }

  return {
    edits,
    add: (edit) => {
      const full: Edit = { ...edit, n: edits.length + 1, isDelivered: false, isSaved: false, isRefused: false, isRevoked: false }
      edits.push(full)
      for (const [line, count] of Object.entries(edit.counts)) {
        for (const { digit, times } of presentDigits(count))
          if (times > 0) added.set(`${line}#${digit}`, times + (added.get(`${line}#${digit}`) ?? 0))
      }
      return full
    },
    freshDigit: (line) => {
      const digit = nextDigit.get(line) ?? 0
      if (digit >= DIGITS) return null
      nextDigit.set(line, digit + 1)
      return digit
    },
    isFree: (line, count) =>
      presentDigits(count).every(({ digit, times }) => times > 0 && times <= (added.get(`${line}#${digit}`) ?? 0) && !takenOf(line).has(digit)),
    take: (line, count) => {
      for (const { digit } of presentDigits(count)) takenOf(line).add(digit)
    },
    isTaken: (line, digit) => taken.get(line)?.has(digit) === true,
    canLower: (line, count, committed) => committed >= count + (lowered.get(line) ?? 0),
    lower: (line, count) => void lowered.set(line, (lowered.get(line) ?? 0) + count),
    removed: new Set(),
    restored: new Set(),
  }
}
