import { AppError } from '@lockstep/contract'
import { toolError } from '@lockstep/server'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { declareTool } from '../../packages/server/src/tools/declare-tool.ts'
import { STORED_ANSWER_MAX_BYTES } from '../../packages/server/src/tools/operation-record.ts'
import { needAuth } from '../../packages/server/src/tools/need-auth.ts'
import { countingTool, createWorld, ID, noteTool, OTHER_ID } from './set-up.ts'

const DAY_MS = 24 * 60 * 60_000
const said = { session: 'conversation 1', subject: 'person 1' }

/** A promise a test settles. */
function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

describe('a write with an operation id', () => {
  test('S1.D.1 S2.X.1 a repeat gets the first answer again, private part and all, and nothing is done', async () => {
    const { newMachine } = createWorld()
    const { call } = newMachine()
    const { tool, effects } = countingTool()
    const first = await call(tool, { operationId: ID })
    const second = await call(tool, { operationId: ID })
    expect(effects).toEqual(['milk'])
    expect(first).toMatchObject({ isError: false, replayed: false, model: { saved: 'milk', nth: 1 }, meta: { nonce: 1 } })
    expect(second).toMatchObject({ isError: false, replayed: true, model: first.model, text: first.text, meta: first.meta })
  })

  test('S1.D.1 S2.X.1 another process gives the same answer', async () => {
    const { newMachine } = createWorld()
    const { tool, effects } = countingTool()
    const first = await newMachine().call(tool, { operationId: ID, text: 'eggs' })
    const second = await newMachine().call(tool, { operationId: ID, text: 'eggs' })
    expect(second).toMatchObject({ replayed: true, model: first.model })
    expect(effects).toEqual(['eggs'])
  })

  test('S2.X.1 another id is another intention', async () => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool()
    await call(tool, { operationId: ID })
    expect(await call(tool, { operationId: OTHER_ID })).toMatchObject({ replayed: false, model: { nth: 2 } })
    expect(effects).toHaveLength(2)
  })

  test('S2.X.1 other arguments under a known id are a conflict, and nothing is done', async () => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool()
    await call(tool, { operationId: ID, text: 'milk' })
    expect(await call(tool, { operationId: ID, text: 'eggs' })).toMatchObject({ isError: true, code: 'operation_conflict', model: null })
    expect(effects).toEqual(['milk'])
  })

  test('S2.X.1 the order of the arguments is no difference', async () => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool()
    await call(tool, { operationId: ID, text: 'milk', count: 2 })
    expect(await call(tool, { count: 2, text: 'milk', operationId: ID })).toMatchObject({ replayed: true })
    expect(effects).toHaveLength(1)
  })

  test('SEC17 an id that somebody else used gives nothing of their answer away', async () => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool()
    await call(tool, { operationId: ID }, said)
    const other = await call(tool, { operationId: ID }, { ...said, subject: 'person 2' })
    expect(other).toMatchObject({ isError: true, code: 'operation_conflict', meta: expect.not.objectContaining({ nonce: 1 }) })
    // nor to whoever tells nothing of themselves, or only what cannot be compared
    for (const stranger of [{}, { session: null, subject: 'person 2' }, { session: 'conversation 2', subject: null }]) {
      expect(await call(tool, { operationId: ID }, stranger)).toMatchObject({
        code: 'operation_conflict',
        meta: expect.not.objectContaining({ nonce: 1 }),
      })
    }
    expect(await call(tool, { operationId: ID }, { ...said, session: 'conversation 2' })).toMatchObject({ replayed: true })
    expect(await call(tool, { operationId: ID }, { ...said, subject: null })).toMatchObject({ replayed: true })
    expect(effects).toHaveLength(1)
  })

  test('S1.D.1 two people who signed in may choose the same id', async () => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool()
    const auth = (userKey: string) => ({ auth: { subject: 's', issuer: 'i', userKey, scopes: [], clientId: null, claims: {} } })
    await call(tool, { operationId: ID }, { ...auth('ada'), ...said })
    expect(await call(tool, { operationId: ID }, auth('grace'))).toMatchObject({ replayed: false, model: { nth: 2 } })
    expect(await call(tool, { operationId: ID }, auth('ada'))).toMatchObject({ replayed: true, model: { nth: 1 } })
    // whatever else their host tells of them
    expect(await call(tool, { operationId: ID }, { ...auth('ada'), session: 'conversation 2', subject: 'person 2' })).toMatchObject({
      replayed: true,
    })
    expect(effects).toHaveLength(2)
  })

  test('S1.D.1 it is remembered for its window, counted from the answer', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const { tool, effects } = countingTool()
    await call(tool, { operationId: ID })
    await clock.advance(DAY_MS - 1)
    expect(await call(tool, { operationId: ID })).toMatchObject({ replayed: true })
    await clock.advance(1)
    expect(await call(tool, { operationId: ID })).toMatchObject({ replayed: false })
    expect(effects).toHaveLength(2)
  })

  test('S1.D.1 twenty calls at once are one effect and one answer', async () => {
    const { newMachine } = createWorld()
    const { call } = newMachine()
    const { opened, open } = gate()
    let effects = 0
    const tool = noteTool(async ({ text }) => {
      effects += 1
      await opened
      return { model: { saved: text, nth: effects }, text: 'Saved.' }
    })
    const calls = Array.from({ length: 20 }, () => call(tool, { operationId: ID }))
    open()
    const answers = await Promise.all(calls)
    expect(effects).toBe(1)
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    for (const answer of answers) expect(answer).toMatchObject({ isError: false, model: { saved: 'milk', nth: 1 } })
  })

  test.each(['short', 'has blanks in it ok', 'x'.repeat(129), 7, null, { a: 1 }, ''])('S2.X.1 %j is no operation id', async (operationId) => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool()
    expect(await call(tool, { operationId })).toMatchObject({ code: 'invalid_request', error: { path: 'operationId' } })
    expect(effects).toEqual([])
  })

  test('S2.X.1 a tool that reads takes no operation id', async () => {
    const { call } = createWorld().newMachine()
    const { tool } = countingTool({ effect: 'read' })
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'invalid_request' })
  })

  test('S2.X.1 a tool that counts itself is spared a view’s id, and called each time', async () => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool({ once: 'own' })
    for (const operationId of [ID, ID, 'short']) expect(await call(tool, { operationId })).toMatchObject({ isError: false, replayed: false })
    expect(effects).toHaveLength(3)
  })

  test('S2.X.1 an input of that name which such a tool declares is its own', async () => {
    const { call } = createWorld().newMachine()
    const seen: unknown[] = []
    const tool = declareTool(
      'place',
      { title: 'T', description: 'D', effect: 'write', once: 'own', input: z.strictObject({ operationId: z.string() }), output: z.strictObject({}) },
      (input) => {
        seen.push(input)
        return { model: {}, text: 'Placed.' }
      },
    )
    await call(tool, { operationId: 'mine' })
    expect(seen).toEqual([{ operationId: 'mine' }])
  })
})

describe('a write that fails', () => {
  test.each([
    ['a refusal', () => toolError('sold_out', 'Sold out.'), 'sold_out'],
    ['an error', () => new Error('boom'), 'internal_error'],
    ['a call for sign-in', () => needAuth(), 'auth'],
  ])('S1.D.1 %s frees the id: it says that nothing was changed', async (_, error, code) => {
    const { call } = createWorld().newMachine()
    let runs = 0
    const tool = noteTool(({ text }) => {
      runs += 1
      if (runs === 1) throw error()
      return { model: { saved: text, nth: runs }, text: 'Saved.' }
    })
    const first = await call(tool, { operationId: ID })
    expect(first.isError).toBe(true)
    if (code !== 'auth') expect(first.code).toBe(code)
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false, replayed: false, model: { nth: 2 } })
  })

  test('S2.X.1 an answer that breaks its schema is not carried out twice', async () => {
    const { call } = createWorld().newMachine()
    let runs = 0
    const tool = noteTool(() => {
      runs += 1
      return { model: { saved: 7 } as never, text: 'Saved.' }
    })
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'internal_error', text: expect.stringContaining('It was carried out') })
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'outcome_unknown' })
    expect(runs).toBe(1)
  })

  test('S2.X.1 a store that cannot take the operation: nothing runs, and the same id may come again', async () => {
    const world = createWorld()
    const down = vi.spyOn(world.store, 'commit').mockRejectedValueOnce(unavailable(true))
    const { call } = world.newMachine()
    const { tool, effects } = countingTool()
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: true, code: 'unavailable' })
    expect(effects).toEqual([])
    down.mockRestore()
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false, replayed: false })
    expect(effects).toHaveLength(1)
  })

  test('S2.X.1 a begin that was written although the store said nothing is not taken for a lost run', async () => {
    const world = createWorld()
    const { commit } = world.store
    vi.spyOn(world.store, 'commit').mockImplementationOnce(async (want, decide) => {
      await commit(want, decide)
      throw unavailable(true)
    })
    const { call } = world.newMachine()
    const { tool, effects } = countingTool()
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'unavailable' })
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false })
    expect(effects).toHaveLength(1)
  })

  test('S2.X.1 an effect whose outcome the store does not know is never run again', async () => {
    const { call } = createWorld().newMachine()
    let runs = 0
    const tool = noteTool(() => {
      runs += 1
      throw unavailable(true)
    })
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'unavailable' })
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'outcome_unknown' })
    expect(runs).toBe(1)
  })

  test.each([{ operationId: ID }, {}])('S2.X.1 nobody is told to send an effect of unknown outcome again: %j', async (args) => {
    const { call } = createWorld().newMachine()
    const answer = await call(
      noteTool(() => {
        throw unavailable(true)
      }),
      args,
    )
    expect(answer).toMatchObject({
      code: 'unavailable',
      error: { isOutcomeUnknown: true },
      text: expect.stringContaining('may have been carried out'),
    })
    expect(answer.text).not.toMatch(/send the same call|try again/i)
    const sure = await call(
      noteTool(() => {
        throw unavailable(false)
      }),
      args.operationId === undefined ? {} : { operationId: OTHER_ID },
    )
    expect(sure).toMatchObject({ code: 'unavailable', text: expect.stringContaining('Send the same call again') })
    expect(sure.error).not.toHaveProperty('isOutcomeUnknown')
  })

  test('S2.X.1 an answer that could not be kept is told once, and then unknown rather than done again', async () => {
    const world = createWorld()
    const { tool, effects } = countingTool()
    const { call } = world.newMachine()
    const { commit } = world.store
    let commits = 0
    vi.spyOn(world.store, 'commit').mockImplementation((want, decide) => {
      commits += 1
      return commits === 2 ? Promise.reject(unavailable(false)) : commit(want, decide)
    })
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false, model: { nth: 1 } })
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'outcome_unknown' })
    expect(effects).toHaveLength(1)
    expect(world.lines.some(({ msg }) => msg.includes('could not be stored'))).toBe(true)
  })

  test('S2.X.1 an answer too large to keep is not sent for again by running it', async () => {
    const { call } = createWorld().newMachine()
    let runs = 0
    const tool = noteTool(({ text }) => {
      runs += 1
      return { model: { saved: text, nth: runs }, text: 'Saved.', private: { all: 'x'.repeat(STORED_ANSWER_MAX_BYTES) } }
    })
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false })
    expect(await call(tool, { operationId: ID })).toMatchObject({
      isError: true,
      code: 'answer_not_kept',
      text: expect.stringContaining('nothing was done again'),
    })
    expect(runs).toBe(1)
  })
})

function unavailable(isOutcomeUnknown: boolean): Error {
  return new AppError('STORE_UNAVAILABLE', 'Expected a database, got none.', { data: isOutcomeUnknown ? { isOutcomeUnknown } : {} })
}
