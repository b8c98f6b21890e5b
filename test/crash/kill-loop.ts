import { seededRandom } from '../support/seeded-random.ts'
import type { CrashReport, KillKind } from './crash-report.ts'
import { gatherCrew, type Crew } from './crew.ts'
import { createFleet, type Fleet } from './fleet.ts'
import type { CrashStore } from './stores/crash-store.ts'
import { pause } from './writers/writer.ts'

/** Milliseconds from a start to a kill at any moment, at most. */
const LIFE_MS = 120
/** A named point is passed at most so often before it kills. */
const PASSES_MAX = 25
const CARTS = 3

export interface KillLoopOptions {
  store: CrashStore
  kills: number
  seed: number
  onProgress?: (done: number, kills: number) => void
}

/** Kills the real servers again and again while a crew writes to them, and judges what is left. */
export async function runKillLoop({ store, kills, seed, onProgress }: KillLoopOptions): Promise<CrashReport> {
  // the kills have a row of their own, so that a seed brings the same ones whatever the writers drew in between
  const random = seededRandom(seed)
  const deal = createDeck(kindsOf(store), random)
  const byKind = new Map<KillKind, number>()
  const violations: string[] = []
  const started = performance.now()
  const fleet = await createFleet(store.env, store.servers)
  let crew: Crew | null = null
  try {
    for (const index of fleet.urls.keys()) await fleet.start(index)
    crew = await gatherCrew({ urls: fleet.urls, carts: CARTS, random: seededRandom(seed + 1) })
    const working = crew.run().catch((error: unknown) => violations.push(String(error)))
    for (let done = 1; done <= kills; done += 1) {
      const kind = deal()
      byKind.set(kind, (byKind.get(kind) ?? 0) + 1)
      violations.push(...(await killOnce(kind, store, fleet, random)), ...(await crew.checkBounds()))
      onProgress?.(done, kills)
    }
    crew.stop()
    await working
    // who gave up has edits without an answer, and then no sum is exact
    if (violations.length === 0) violations.push(...(await crew.checkExact()))
    const ends = await fleet.stop()
    violations.push(...ends.filter((how) => how !== 0).map((how) => `a server ended with ${String(how)} where it was to stop in good order`))
    violations.push(...(await store.check()))
  } catch (error) {
    violations.push(`the run broke off: ${String(error)}`)
  } finally {
    crew?.abandon()
    fleet.killAll()
  }
  return { store: store.name, seed, kills, byKind, figures: crew?.figures() ?? null, seconds: (performance.now() - started) / 1000, violations }
}

/** Kills one of the servers, or the database under them, and starts it again. */
async function killOnce(kind: KillKind, store: CrashStore, fleet: Fleet, random: () => number): Promise<string[]> {
  if (kind === 'database at any moment' || kind === 'database during a checkpoint') {
    await pause(random() * LIFE_MS)
    await store.crashDatabase?.(kind === 'database at any moment' ? 'any moment' : 'during a checkpoint')
    return []
  }
  const index = Math.floor(random() * fleet.urls.length)
  const server = fleet.server(index)
  if (kind === 'any moment') {
    await pause(random() * LIFE_MS)
    server.signal('SIGKILL')
  } else await server.arm({ point: kind, after: Math.floor(random() * (kind === 'during-checkpoint' ? 3 : PASSES_MAX)) })
  const how = await server.ended()
  await fleet.start(index)
  return how === 'SIGKILL' ? [] : [`a server ended with ${String(how)} where it was to be killed (${kind})`]
}

/** What may be killed, and when; any moment as often as all named points of a server together, because it is what really happens. */
function kindsOf({ points, crashDatabase }: CrashStore): readonly KillKind[] {
  const anyMoment = points.map((): KillKind => 'any moment')
  return [...points, ...anyMoment, ...(crashDatabase === undefined ? [] : (['database at any moment', 'database during a checkpoint'] as const))]
}

/** Deals the cards in no order, all of them before any comes again. */
function createDeck<T>(cards: readonly T[], random: () => number): () => T {
  const left: T[] = []
  return () => {
    if (left.length === 0) left.push(...cards)
    const [card] = left.splice(Math.floor(random() * left.length), 1)
    if (card === undefined) throw new Error('expected cards to deal')
    return card
  }
}
