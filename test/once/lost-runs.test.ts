import type { Write } from '@lockstep/sync'
import { toolError } from '@lockstep/server'
import { describe, expect, test, vi } from 'vitest'
import { countingTool, createWorld, ID, noteTool, OTHER_ID } from './set-up.ts'

const said = { session: 'conversation 1', subject: 'person 1' }
const DAY_MS = 24 * 60 * 60_000

describe('a process that died', () => {
  const never = (): Promise<never> => new Promise(() => undefined)

  test('S2.X.1 a run of another process is in progress until its lease ends, and unknown after it; it is never run again', async () => {
    const { clock, newMachine } = createWorld()
    const stuck = noteTool(never)
    void newMachine().call(stuck, { operationId: ID })
    await clock.advance(0)
    const { call } = newMachine()
    const { tool, effects } = countingTool()
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'in_progress', error: { retryAfterMs: 1_000 } })
    await clock.advance(29_999)
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'in_progress', error: { retryAfterMs: 1 } })
    await clock.advance(1)
    expect(await call(tool, { operationId: ID })).toMatchObject({
      code: 'outcome_unknown',
      text: expect.stringContaining('Look at the current state'),
    })
    await clock.advance(DAY_MS - 30_000)
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'outcome_unknown' })
    expect(effects).toEqual([])
  })

  test('S2.X.1 with the answer in the effect’s own transaction the retry gets it, however the process ended', async () => {
    const { clock, newMachine, store } = createWorld()
    let effects = 0
    const tool = noteTool(async ({ text }, { operation }) => {
      const answer = { model: { saved: text, nth: 1 }, text: 'Saved.' }
      const also: readonly Write[] = operation === null ? [] : [operation.finish(answer)]
      const note: Write = { type: 'record', record: { kind: 'note', key: text, value: (effects += 1), expiresAt: null } }
      await store.commit({ documentId: 'notes' }, () => ({ writes: [note, ...also], result: null }))
      return never()
    })
    void newMachine().call(tool, { operationId: ID })
    await clock.advance(0)
    expect(await newMachine().call(tool, { operationId: ID })).toMatchObject({ replayed: true, model: { saved: 'milk', nth: 1 } })
    expect(effects).toBe(1)
  })

  test('S2.X.1 a handler that throws after its transaction has its answer told, not its error', async () => {
    const { newMachine, store, lines } = createWorld()
    const { call } = newMachine()
    let runs = 0
    const tool = noteTool(async ({ text }, { operation }) => {
      runs += 1
      const done = operation?.finish({ model: { saved: text, nth: runs }, text: 'Saved.' })
      await store.commit({ documentId: 'notes' }, () => ({ writes: done === undefined ? [] : [done], result: null }))
      throw new Error('mail server down')
    })
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false, model: { nth: 1 } })
    expect(await call(tool, { operationId: ID })).toMatchObject({ replayed: true, model: { nth: 1 } })
    expect(runs).toBe(1)
    expect(JSON.stringify(lines)).toContain('mail server down')
  })

  test('S2.R.5 an answer that breaks its schema stops the transaction it was to be stored in', async () => {
    const { newMachine, store } = createWorld()
    const tool = noteTool(async (_, { operation }) => {
      const done = operation?.finish({ model: { saved: 7 }, text: 'Saved.' })
      await store.commit({ documentId: 'notes' }, () => ({ writes: done === undefined ? [] : [done], result: null }))
      return { model: { saved: '', nth: 0 }, text: 'Saved.' }
    })
    expect(await newMachine({ isDevelopment: true }).call(tool, { operationId: ID })).toMatchObject({
      code: 'invalid_output',
      error: { path: 'saved' },
    })
    expect(await newMachine().call(tool, { operationId: OTHER_ID })).toMatchObject({
      code: 'internal_error',
      text: expect.stringContaining('nothing is known to have changed'),
    })
  })

  test('S2.X.1 a record of an operation that nobody can read is not run over', async () => {
    const world = createWorld()
    const { call } = world.newMachine()
    const { tool, effects } = countingTool()
    const { commit } = world.store
    vi.spyOn(world.store, 'commit').mockImplementation((want, decide) =>
      commit(want, (loaded) =>
        decide({
          ...loaded,
          records: new Map(want.records?.map(({ kind, key }) => [`${kind}:${key}`, { kind, key, value: { state: '?' }, expiresAt: null }])),
        }),
      ),
    )
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'outcome_unknown' })
    expect(effects).toEqual([])
  })

  test('S2.X.1 a late run does not free the id that another process has taken since', async () => {
    const { clock, newMachine } = createWorld()
    const [one, two, three] = [newMachine(), newMachine(), newMachine()]
    let fail: (error: Error) => void = () => {}
    let runs = 0
    const tool = noteTool(
      () => {
        runs += 1
        return new Promise((_resolve, reject) => {
          if (runs === 1) fail = reject
        })
      },
      { once: { modelWindowMs: 1_000 } },
    )
    void one.call(tool, {}, said)
    await clock.advance(120_000)
    void two.call(tool, {}, said)
    await clock.advance(1_000)
    expect(runs).toBe(2)
    // the handler itself refuses at last
    fail(toolError('late', 'Too late.'))
    await clock.advance(1_000)
    void three.call(tool, {}, said)
    await clock.advance(1_000)
    expect(runs).toBe(2)
  })
})
