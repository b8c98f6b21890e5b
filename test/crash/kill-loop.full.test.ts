import { afterEach, describe, expect, test } from 'vitest'
import { runKillLoop } from './kill-loop.ts'
import type { CrashStore } from './stores/crash-store.ts'
import { CRASH_STORES } from './stores/crash-stores.ts'

const KILLS = 30
const SEED = Number(process.env['SEED'] ?? 20261121)

let store: CrashStore | null = null
afterEach(() => store?.close())

describe.each(CRASH_STORES)('%s', (_name, openStore) => {
  test(`R9 ${KILLS} times kill -9, seed ${SEED}: every acknowledged edit is there exactly once, revisions have no gap, the files are whole`, async () => {
    store = await openStore()
    const report = await runKillLoop({ store, kills: KILLS, seed: SEED })
    expect(report.violations).toEqual([])
    // every kind of kill was done, and some of them hit between a commit and its answer: the run did put that to the test
    const kinds = [
      'any moment',
      ...store.points,
      ...(store.crashDatabase === undefined ? [] : ['database at any moment', 'database during a checkpoint']),
    ]
    expect([...report.byKind.keys()].sort()).toEqual(kinds.sort())
    expect(report.figures?.replayed).toBeGreaterThan(0)
    expect(report.figures?.edits).toBeGreaterThan(KILLS)
  })
})
