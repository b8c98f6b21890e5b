import { systemIds } from '@lockstep/server'
import { postgres } from '@lockstep/server/postgres'
import type { DocumentStore, Write } from '@lockstep/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { createWorld, noteTool, START_MS, type Machine } from './set-up.ts'

/** Rounds of one race; each has an id of its own. */
const ROUNDS = 25
const CALLS = 20

let database: TestPostgres
const stores: DocumentStore[] = []
beforeAll(async () => {
  database = await startPostgres()
  const url = await database.newDatabase()
  // one clock for stores and machines: what has expired must be the same to both
  const clock = { now: () => START_MS }
  stores.push(...(await Promise.all([postgres(url, { clock }), postgres(url, { clock })])))
})
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()))
  await database.stop()
})

/** As two processes: each with connections, and operations that it is at, of its own. */
function newMachines(): Machine[] {
  return stores.map((store) => createWorld({ store }).newMachine({ newId: (prefix) => systemIds.newId(prefix) }))
}

test('S1.D.1 S2.X.1 twenty calls at once over two processes on one database: one effect, and one answer or `in_progress`', async () => {
  const machines = newMachines()
  for (let round = 0; round < ROUNDS; round += 1) {
    let effects = 0
    const tool = noteTool(async ({ text }) => {
      effects += 1
      await new Promise((resolve) => setImmediate(resolve))
      return { model: { saved: text, nth: effects }, text: 'Saved.' }
    })
    const operationId = `op-0123456789abcdef-${round}`
    const answers = await Promise.all(Array.from({ length: CALLS / 2 }, () => machines.map((machine) => machine.call(tool, { operationId }))).flat())
    expect(effects).toBe(1)
    for (const answer of answers) {
      if (answer.isError) expect(answer.code).toBe('in_progress')
      else expect(answer).toMatchObject({ model: { saved: 'milk', nth: 1 } })
    }
    for (const machine of machines) expect(await machine.call(tool, { operationId })).toMatchObject({ replayed: true, model: { nth: 1 } })
  }
})

test('S2.X.1 R4 an answer in the effect’s own transaction is there for the other process, though the first never stored one', async () => {
  const [first, second] = newMachines()
  const [store] = stores
  const never = (): Promise<never> => new Promise(() => undefined)
  const committed = Promise.withResolvers<void>()
  let runs = 0
  const tool = noteTool(async ({ text }, { operation }) => {
    runs += 1
    const answer = { model: { saved: text, nth: runs }, text: 'Saved.' }
    const writes: Write[] = [{ type: 'record', record: { kind: 'note', key: text, value: runs, expiresAt: null } }]
    if (operation !== null) writes.push(operation.finish(answer))
    await store?.commit({ documentId: 'notes' }, () => ({ writes, result: null }))
    committed.resolve()
    return never()
  })
  void first?.call(tool, { operationId: 'op-transaction-of-its-own' })
  await committed.promise
  expect(await second?.call(tool, { operationId: 'op-transaction-of-its-own' })).toMatchObject({ replayed: true, model: { saved: 'milk', nth: 1 } })
  expect(runs).toBe(1)
})

test('S1.D.1 any text an answer may hold comes back as it was, NUL and half a pair among it', async () => {
  const [first, second] = newMachines()
  const saved = 'a\u0000b\ud800c"\\ 😀 \u2028'
  const tool = noteTool(() => ({ model: { saved, nth: 1 }, text: saved }))
  const operationId = 'op-any-text-there-is'
  await first?.call(tool, { operationId })
  expect(await second?.call(tool, { operationId })).toMatchObject({ replayed: true, model: { saved }, text: saved })
})
