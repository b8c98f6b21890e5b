import { expect, test } from 'vitest'
import { ECHO_MS, heightRested, heightWanted, NEW_HEIGHT_GUARD, type HeightGuard } from './height-guard.ts'

/** Plays a view that answers every change of its frame after `delayMs` with what `wants` says, until nothing moves any more. */
function play(start: HeightGuard, wants: (framePx: number) => number, { delayMs = 50, rounds = 200 } = {}): HeightGuard {
  let guard = start
  let at = 0
  for (let round = 0; round < rounds; round += 1) {
    const before = guard.heightPx
    at += delayMs
    guard = heightWanted(guard, wants(before), at)
    if (guard.heightPx !== before) continue
    at += ECHO_MS
    const rested = heightRested(guard, at)
    if (rested === guard) return guard
    guard = rested
  }
  return guard
}
const at = (heightPx: number): HeightGuard => ({ ...NEW_HEIGHT_GUARD, heightPx })

test.each<[string, (framePx: number) => number]>([
  ['100vh and a margin', (frame) => frame + 16],
  ['110vh', (frame) => Math.ceil(frame * 1.1)],
  ['one pixel of rounding', (frame) => frame + 1],
])('S2.A.8 a view that grows with its own frame is stopped: %s', (_name, wants) => {
  const guard = play(at(240), wants)
  expect(guard.mode).toBe('stopped')
  expect(guard.heightPx).toBeLessThan(700)
})

test('S2.A.8 a view is followed up and down to the pixel', () => {
  let guard = heightWanted(at(240), 417, 0)
  expect(guard.heightPx).toBe(417)
  guard = heightWanted(guard, 418, 1_000)
  guard = heightWanted(guard, 120, 1_010)
  expect(guard).toMatchObject({ heightPx: 120, mode: 'following' })
})

test('S2.A.8 a list that grows quickly by itself is held for a moment at most, and ends at its full height', () => {
  let guard = at(240)
  for (let line = 1; line <= 40; line += 1) guard = heightWanted(guard, 240 + line * 20, line * 60)
  expect(guard.heightPx).toBe(240 + 40 * 20)
})

test('S2.A.8 what is held when a quick list comes to rest is given, and nothing is called a loop', () => {
  let guard = at(240)
  let wanted = 240
  for (let line = 1; guard.mode === 'following'; line += 1) guard = heightWanted(guard, (wanted += 20), line * 60)
  expect(guard.mode).toBe('holding')
  guard = heightRested(guard, 10_000)
  expect(guard).toMatchObject({ mode: 'probing', heightPx: wanted })
  guard = heightRested(guard, 10_000 + ECHO_MS)
  expect(guard).toMatchObject({ mode: 'following', heightPx: wanted })
})

test('S2.A.8 growth long after the last one begins a new count', () => {
  let guard = at(240)
  for (let step = 1; step <= 50; step += 1) guard = heightWanted(guard, 240 + step, step * (ECHO_MS + 1))
  expect(guard).toMatchObject({ mode: 'following', heightPx: 290 })
})

test('a view that goes up and down with its frame comes to rest', () => {
  let flips = 0
  let guard = at(400)
  for (let round = 0; round < 100; round += 1) {
    const next = heightWanted(guard, guard.heightPx === 400 ? 402 : 400, round * 50)
    if (next.heightPx !== guard.heightPx) flips += 1
    guard = next
  }
  expect(flips).toBeLessThan(20)
})

test('a stopped view follows its content again, a step at a time, and a shrink frees it', () => {
  const stopped = play(at(240), (frame) => frame + 16)
  const later = stopped.changedAt + 10_000
  const grown = heightWanted(stopped, stopped.heightPx + 100, later)
  expect(grown).toMatchObject({ mode: 'stopped', heightPx: stopped.heightPx + 100 })
  expect(heightWanted(grown, grown.heightPx + 16, later + 50)).toBe(grown)
  expect(heightWanted(grown, 100, later + 60)).toMatchObject({ mode: 'following', heightPx: 100 })
})

test('the same height again is nothing new', () => {
  const guard = at(400)
  expect(heightWanted(guard, 400, 5)).toBe(guard)
})
