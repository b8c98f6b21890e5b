import type { Mutation } from '@lockstep/sync'
import { digitsOf } from './digit-code.ts'
import { countOf } from './entries.ts'
import { entryKey, type Edit } from './ledger.ts'
import { LINES, type Mode } from './plans.ts'
import type { View } from './view.ts'

/**
 * The edits a message holds, to be marked once a server took it: from then on they must stay, whatever becomes of the view. Edits go out in
 * the order they were made, so it is the shortest run of them that explains what the message says; coded counts say enough. Of a restored draft
 * nothing is said: it holds what another view made, and others may bring that as well.
 */
export function heldEdits(mode: Mode, view: View, { value, intent, clientId }: Mutation): readonly Edit[] {
  if (mode !== 'coded' || intent !== undefined || clientId !== view.name) return []
  const waiting = view.edits.slice(view.ownFrom).filter((edit) => !edit.isDelivered)
  const expected = new Map<string, number>()
  for (const edit of waiting.toReversed()) {
    // what an edit takes was there before, what it adds was not
    eachDigit(edit, (key, times) => expected.set(key, times < 0 ? 1 : 0))
  }
  const there = new Map<string, number>()
  for (const line of LINES) for (const [digit, times] of digitsOf(countOf(value, line)).entries()) there.set(`${line}#${digit}`, times)
  const texts = new Map<string, string>()
  const says = () =>
    [...expected].every(([key, times]) => times > 0 === (there.get(key) ?? 0) > 0) &&
    [...texts].every(([key, text]) => (value[key.split('/')[0] ?? '']?.[key.split('/')[1] ?? ''] ?? '') === text)

  for (let count = 0; count <= waiting.length; count += 1) {
    const last = waiting[count - 1]
    if (last !== undefined) {
      eachDigit(last, (key, times) => expected.set(key, (expected.get(key) ?? 0) + times))
      for (const { field, id, text } of last.texts) texts.set(entryKey(field, id), text)
    }
    if (says()) return waiting.slice(0, count)
  }
  return []
}

function eachDigit({ counts }: Edit, visit: (key: string, times: number) => void): void {
  for (const [line, count] of Object.entries(counts)) {
    for (const [digit, times] of digitsOf(count).entries()) if (times !== 0) visit(`${line}#${digit}`, times)
  }
}
