import type { Counts } from './coverage.ts'
import { live } from './live.ts'
import { verdictOf } from './verdict.ts'
import { createWorld, type WorldOptions } from './world.ts'

/** What one run came to. */
export interface SeedReport {
  readonly seed: number
  readonly faults: number
  readonly mode: string
  readonly edits: number
  readonly lost: number
  readonly doubled: number
  readonly diverged: number
  readonly excused: number
  readonly excusedLost: number
  /** Every rule that did not hold; empty when all did. */
  readonly violations: readonly string[]
  readonly counts: Counts
  /** Every commit in its order: what happened, without any time of day. */
  readonly story: readonly string[]
}

/** One world from its first edit to its verdict. */
export async function runSeed(options: WorldOptions): Promise<SeedReport> {
  const world = createWorld(options)
  const { clock, breaks } = world
  let isDone = false
  let diverged = 0
  void live(world)
    .then((count) => (diverged = count))
    .catch((error: unknown) => breaks('the simulator itself', error instanceof Error ? (error.stack ?? error.message) : String(error)))
    .finally(() => (isDone = true))
  if (!(await clock.runUntil(() => isDone))) breaks('a run comes to an end', 'it went in circles')
  const { lost, doubled, excused, excusedLost } = verdictOf({
    mode: world.mode,
    ledger: world.ledger,
    log: world.log,
    views: world.page.everMounted(),
    lostAt: world.server.lostAt,
  })
  return {
    seed: options.seed,
    faults: options.faults,
    mode: world.isLossy ? `${world.mode}, lossy` : world.mode,
    edits: world.ledger.edits.length,
    lost: lost.length,
    doubled: doubled.length,
    diverged,
    excused,
    excusedLost,
    violations: [
      ...world.broken.map(({ rule, text, at }) => `${rule}: ${text} (at ${at})`),
      ...lost.map((text) => `lost: ${text}`),
      ...doubled.map((text) => `doubled: ${text}`),
    ],
    counts: world.counts,
    story: world.log.commits().map(({ revision, mutationId, steps }) => `${revision} ${mutationId} ${JSON.stringify(steps)}`),
  }
}
