import type { DocumentValue } from '@lockstep/sync'
import { digitsOf } from './digit-code.ts'
import { countOf, entryOf } from './entries.ts'
import { entryKey, type Edit, type Ledger } from './ledger.ts'
import type { LogJudge } from './log-judge.ts'
import { LINES, type Mode } from './plans.ts'
import type { View } from './view.ts'

export interface Verdict {
  /** Edits that must have taken effect and did not, and such that did more than once; with what shows it. */
  readonly lost: string[]
  readonly doubled: string[]
  /** Edits of views that died unheard, and how many of them came to nothing: no promise covers them. */
  readonly excused: number
  readonly excusedLost: number
}

export interface VerdictOptions {
  mode: Mode
  ledger: Ledger
  log: LogJudge
  views: readonly View[]
  /** When the document was swept or expired: what was meant before went with it, or comes back with a view that starts it again. */
  lostAt: number | null
}

type Fate = 'must' | 'may' | 'none'

/** Compares what is on the disk with what everybody meant. */
export function verdictOf(options: VerdictOptions): Verdict {
  const { mode, ledger, log, views, lostAt } = options
  const living = new Set(views.filter((view) => view.isAlive()).flatMap((view) => view.edits))
  const fates = new Map(ledger.edits.map((edit) => [edit, fateOf(edit, living)]))
  const excused = ledger.edits.filter((edit) => fates.get(edit) === 'may').length
  const verdict: Verdict = { lost: [], doubled: [], excused, excusedLost: 0 }
  if (mode === 'limits') return verdict
  const value = log.value()
  if (mode === 'plain') judgeSums(fates, value, verdict)
  const excusedLost = mode === 'coded' ? judgeDigits(fates, value, lostAt ?? -1, log, verdict) : 0
  if (lostAt === null) judgeTexts(options, fates, value, verdict)
  return { ...verdict, excusedLost }
}

function fateOf(edit: Edit, living: ReadonlySet<Edit>): Fate {
  if (edit.isRefused) return 'none'
  if (edit.isRevoked) return 'may'
  return edit.isDelivered || edit.isSaved || living.has(edit) ? 'must' : 'may'
}

function judgeSums(fates: ReadonlyMap<Edit, Fate>, value: DocumentValue, { lost, doubled }: Verdict): void {
  for (const line of [...LINES, 'last']) {
    let [low, high] = [0, 0]
    for (const [edit, fate] of fates) {
      const count = edit.counts[line] ?? 0
      low += fate === 'must' || (fate === 'may' && count < 0) ? count : 0
      high += fate === 'must' || (fate === 'may' && count > 0) ? count : 0
    }
    const count = countOf(value, line)
    if (count < low) lost.push(`${line} is ${count}, expected ${low}`)
    if (count > high) doubled.push(`${line} is ${count}, expected ${high}`)
  }
}

/** By power: each edit's own. Answers how many edits that might be lost were. */
function judgeDigits(fates: ReadonlyMap<Edit, Fate>, value: DocumentValue, lostAt: number, log: LogJudge, { lost, doubled }: Verdict): number {
  let excusedLost = 0
  for (const line of [...LINES, 'last']) {
    const low: number[] = []
    const high: number[] = []
    const names: string[] = []
    const unknown = new Set<number>()
    for (const [edit, fate] of fates) {
      const count = edit.counts[line]
      if (count === undefined) continue
      for (const [digit, times] of digitsOf(count).entries()) {
        if (times === 0) continue
        if (edit.at <= lostAt) unknown.add(digit)
        if (fate === 'none') continue
        const isSure = fate === 'must'
        low[digit] = (low[digit] ?? 0) + (isSure || times < 0 ? times : 0)
        high[digit] = (high[digit] ?? 0) + (isSure || times > 0 ? times : 0)
        names[digit] = `${names[digit] ?? ''} ${edit.author}/${edit.n}${fate === 'may' ? '?' : ''}${times < 0 ? '-' : '+'}`
      }
    }
    const digits = digitsOf(countOf(value, line))
    // a removal of what a backup took away already stops at zero, and takes something else along
    const mayHaveStopped = log.wasZeroSinceRestore(line)
    for (let digit = 0; digit < Math.max(digits.length, high.length); digit += 1) {
      const [times, least, most] = [digits[digit] ?? 0, low[digit] ?? 0, high[digit] ?? 0]
      const says = `${line}#${digit} is there ${times} times, expected ${least === most ? least : `${least} to ${most}`}, edits${names[digit] ?? ' none'}`
      if (unknown.has(digit)) continue
      // five and more of a power that nobody answers for reads as three too few of it and one of the next
      const isSpilled = unknown.has(digit - 1) && (digits[digit - 1] ?? 0) < 0
      if (isSpilled && times - 1 >= least && times - 1 <= most) continue
      if (times < least && !mayHaveStopped) lost.push(says)
      if (times > most && !mayHaveStopped) doubled.push(says)
      if (times < most && times >= least) excusedLost += 1
    }
  }
  return excusedLost
}

/** A text that must have been written was, once; what stands is something that somebody wrote. */
function judgeTexts({ ledger, log, views }: VerdictOptions, fates: ReadonlyMap<Edit, Fate>, value: DocumentValue, verdict: Verdict): void {
  const writes = ledger.edits.flatMap((edit) => edit.texts.map((write) => ({ edit, ...write })))
  // a move of what a backup took away moves nothing
  for (const { edit, field, id } of writes) if (edit.isRevoked) ledger.removed.add(entryKey(field, id))
  for (const { edit, field, id, text } of writes) {
    if (text === '') continue
    const key = entryKey(field, id)
    const times = log.timesWritten(field, id, text)
    if (times > 1 && !ledger.restored.has(key) && !log.wasRestored()) verdict.doubled.push(`${key} became ${text} ${times} times (edit ${edit.n})`)
    if (times > 0 || fates.get(edit) !== 'must' || ledger.removed.has(key)) continue
    // a note goes with its line, and a backup may have taken the line away; its writer is told
    if (field === 'notes' && log.wasRestored() && log.wasZeroSinceRestore(id)) continue
    const wasReplaced = writes.some((later) => later.edit.n > edit.n && later.field === field && later.id === id && knows(views, later.edit, edit))
    if (!wasReplaced && !ledger.restored.has(key)) verdict.lost.push(`${key} never became ${text} (edit ${edit.n})`)
  }
  for (const field of ['notes', 'tasks'] as const) {
    for (const id of Object.keys(value[field] ?? {})) {
      const stands = entryOf(value, field, id)
      if (!writes.some((write) => write.field === field && write.id === id && write.text === stands))
        verdict.doubled.push(`${field}/${id} is ${stands}, which nobody wrote`)
    }
  }
  const tasks = new Set(writes.filter(({ field, edit }) => field === 'tasks' && fates.get(edit) === 'must').map(({ id }) => id))
  for (const id of tasks) {
    if (entryOf(value, 'tasks', id) === null && !ledger.removed.has(entryKey('tasks', id))) verdict.lost.push(`tasks/${id} is gone`)
  }
}

/** Whether a view that made the later edit had the earlier one before it: then its author replaced it. */
function knows(views: readonly View[], later: Edit, earlier: Edit): boolean {
  return views.some(({ edits }) => edits.includes(later) && edits.includes(earlier))
}
