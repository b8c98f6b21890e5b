import { isRecord } from '@lockstep/contract'

type Cut = { value: unknown; isWhole: boolean; chars: number }

/**
 * Arguments as a host has them while a model still writes: each longer than the last, healed to valid JSON, none of them whole unless there is nothing to cut.
 * @param count how many at most, from 1
 */
export function cutInput(input: Readonly<Record<string, unknown>>, count: number): Array<Record<string, unknown>> {
  const chars = JSON.stringify(input).length
  const pieces: Array<Record<string, unknown>> = []
  for (let step = 0; step < count; step += 1) {
    const { value } = cutRecord(input, Math.floor((chars * step) / count))
    const text = JSON.stringify(value)
    if (isRecord(value) && text !== JSON.stringify(pieces.at(-1))) pieces.push(value)
  }
  return pieces
}

/** The part of a value that its first `room` characters of JSON tell; null when they tell nothing. */
function cut(value: unknown, room: number): Cut | null {
  const chars = JSON.stringify(value)?.length ?? 0
  if (chars <= room) return { value, isWhole: true, chars }
  if (room < 1) return null
  if (typeof value === 'string') return { value: wellFormed(value.slice(0, Math.min(room, value.length) - 1)), isWhole: false, chars: room }
  if (Array.isArray(value)) return cutArray(value, room)
  // Half a number is another number, and half of `true` is nothing.
  return isRecord(value) ? cutRecord(value, room) : null
}

function cutArray(values: readonly unknown[], room: number): Cut {
  const kept: unknown[] = []
  let used = 1
  for (const each of values) {
    const part = cut(each, room - used)
    if (part !== null) kept.push(part.value)
    if (part === null || !part.isWhole) break
    used += part.chars + 1
  }
  return { value: kept, isWhole: false, chars: room }
}

function cutRecord(record: Readonly<Record<string, unknown>>, room: number): Cut {
  const kept: Array<[string, unknown]> = []
  let used = 1
  for (const [key, each] of Object.entries(record)) {
    used += JSON.stringify(key).length + 1
    const part = cut(each, room - used)
    if (part !== null) kept.push([key, part.value])
    if (part === null || !part.isWhole) break
    used += part.chars + 1
  }
  return { value: Object.fromEntries(kept), isWhole: false, chars: room }
}

/** Without the first half of a character that two units make. */
function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1)
}
