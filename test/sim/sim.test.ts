import { beforeAll, describe, expect, test } from 'vitest'
import failedSeeds from './failed-seeds.json' with { type: 'json' }
import type { State } from './coverage.ts'
import { runBlock } from './run-many.ts'
import { runSeed } from './run-seed.ts'
import type { Totals } from './totals.ts'

/** Fresh at each run: what fails is printed, and goes into failed-seeds.json. */
const FROM = Math.floor(Math.random() * 1e9)
const SEEDS = 400

let totals: Totals
const violations = (): string[] =>
  totals.failed.flatMap(({ seed, faults, violations }) => violations.map((text) => `seed ${seed} at ${faults}: ${text}`))
const reached = (...states: State[]): State[] => states.filter((state) => totals.counts[state] === 0)

describe(`the agreement of views, model and servers, ${SEEDS} fresh seeds from ${FROM} on`, () => {
  beforeAll(async () => {
    totals = await runBlock({ from: FROM, count: SEEDS, faults: null })
  }, 120_000)

  test('S0.27 R2 R3 lost, late and overtaken messages: every edit is there once', () => {
    expect(violations()).toEqual([])
    expect({ lost: totals.lost, doubled: totals.doubled, diverged: totals.diverged }).toEqual({ lost: 0, doubled: 0, diverged: 0 })
    expect(reached('request lost', 'request delayed', 'answer later than the attempt', 'superseded one that never came', 'merged')).toEqual([])
  })

  test('R1 M7 messages that arrive two to ten times take effect once, the host’s repeats of a tool call as well', () => {
    expect({ doubled: totals.doubled, violations: violations() }).toEqual({ doubled: 0, violations: [] })
    expect(
      reached('request doubled', 'doubled request came after a newer answer', 'model call repeated', 'create call repeated', 'replayed'),
    ).toEqual([])
  })

  test('R4 an answer that is lost after the commit: the repeat is recognised', () => {
    expect({ doubled: totals.doubled, violations: violations() }).toEqual({ doubled: 0, violations: [] })
    expect(reached('answer lost', 'crash after the commit, before the reply', 'crash inside the transaction', 'replayed')).toEqual([])
  })

  test('R6 up to four views and the model come to show the same within one poll', () => {
    expect({ diverged: totals.diverged, violations: violations() }).toEqual({ diverged: 0, violations: [] })
    expect(reached('poke lost', 'poke late', 'poke older than the view', 'poll lost', 'partition of a minute and more')).toEqual([])
  })

  test('R7 views mounted again from a queue, from an older copy of it, and two at once', () => {
    expect({ lost: totals.lost, doubled: totals.doubled, violations: violations() }).toEqual({ lost: 0, doubled: 0, violations: [] })
    expect(
      reached('remount with a queue', 'remount from an older copy', 'two mounts of one queue', 'restored draft sent under its own name'),
    ).toEqual([])
    expect(reached('draft replaced by its later version', 'earlier version arrived late')).toEqual([])
  })

  test('R8 the last message of a view that goes, with one unanswered and edits on top', () => {
    expect({ lost: totals.lost, doubled: totals.doubled, violations: violations() }).toEqual({ lost: 0, doubled: 0, violations: [] })
    expect(reached('teardown with one in flight and edits on top', 'last message delivered', 'last message lost', 'burned id arrived late')).toEqual(
      [],
    )
  })

  test('R15 a base that is no longer kept, a cart that was swept or expired, a backup that came back', () => {
    expect(violations()).toEqual([])
    expect(reached('stale_base refused', 'stale_base rebased and taken', 'store restored from a backup', 'not_found refused')).toEqual([])
  })

  test('M8 what a view or the model removes stays away, whatever older views still show', () => {
    expect({ doubled: totals.doubled, violations: violations() }).toEqual({ doubled: 0, violations: [] })
    expect(reached('line removed while others added', 'whole cart cleared by a view', 'undo of a removal', 'model set refused')).toEqual([])
  })
})

test('every seed that ever failed', { timeout: 120_000 }, async () => {
  const failed: string[] = []
  for (const { seed, faults } of failedSeeds) {
    const { violations } = await runSeed({ seed, faults, trace: null })
    failed.push(...violations.map((violation) => `seed ${seed} at ${faults}: ${violation}`))
  }
  expect(failed).toEqual([])
})

test('R16 clocks that jump a day, of servers and of views, change nothing of what happens', { timeout: 60_000 }, async () => {
  let jumps = 0
  for (let seed = FROM; seed < FROM + 40; seed += 1) {
    const jumping = await runSeed({ seed, faults: 0.2, trace: null })
    const still = await runSeed({ seed, faults: 0.2, trace: null, clocksJump: false })
    jumps += jumping.counts['clock jump']
    expect({ seed, happened: jumping.story }).toEqual({ seed, happened: still.story })
  }
  expect(jumps).toBeGreaterThan(0)
})
