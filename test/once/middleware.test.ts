import { AppError } from '@lockstep/contract'
import { isReply, toolError, ToolRefusal, type Around } from '@lockstep/server'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { declareTool } from '../../packages/server/src/tools/declare-tool.ts'
import type { Tool, ToolOptions } from '../../packages/server/src/tools/tool.ts'
import { createWorld, ID, OTHER_ID, type Told } from './set-up.ts'

const said = { session: 'conversation 1', subject: 'person 1' }
const input = z.strictObject({ id: z.string().default('note-1') })
const output = z.strictObject({ nth: z.int() })
const shelf = z.strictObject({ shelf: z.int(), token: z.string().optional() })

/** A tool inside middleware; `fail` is what its handler throws, told nothing else. */
function guardedTool(around: readonly Around[], more: Partial<ToolOptions<typeof input, typeof output, typeof shelf>> = {}) {
  const effects: string[] = []
  const handler = { fail: null as Error | null }
  const tool: Tool = declareTool(
    'delete_note',
    { title: 'Delete', description: 'D', effect: 'write', input, output, private: shelf, ...more },
    ({ id }) => {
      if (handler.fail !== null) throw handler.fail
      effects.push(id)
      return { model: { nth: effects.length }, text: `Deleted ${id}.`, private: { shelf: 7 }, close: true }
    },
    around,
  )
  return { tool, effects, handler }
}

const tokenOf = (answer: Told): string => String(answer.error['confirmation'])

describe('middleware is outermost', () => {
  test('SEC17 what is asked of a person is not told to whom it refuses', async () => {
    const { call } = createWorld().newMachine()
    const door: Around = ({ context }, next) => {
      if (context.subject !== 'person 1') throw toolError('not_found', 'There is nothing here.')
      return next()
    }
    const { tool, effects } = guardedTool([door], { effect: 'destroy', confirm: () => ({ question: 'Delete "my tax debts"?' }) })
    const stranger = await call(tool, {}, { ...said, subject: 'person 2' })
    expect(stranger).toMatchObject({ code: 'not_found', text: 'There is nothing here.' })
    const asked = await call(tool, {}, said)
    expect(asked).toMatchObject({ code: 'confirmation_required', error: { question: "Delete 'my tax debts'?" } })
    expect(await call(tool, { confirmation: tokenOf(asked) }, { ...said, subject: 'person 2' })).toMatchObject({ code: 'not_found' })
    expect(await call(tool, { confirmation: tokenOf(asked) }, said)).toMatchObject({ isError: false })
    expect(effects).toHaveLength(1)
  })

  test('what it refuses, as for its rate, costs the store nothing, and its id stays free', async () => {
    const world = createWorld()
    const { call } = world.newMachine()
    const [commit, load] = [vi.spyOn(world.store, 'commit'), vi.spyOn(world.store, 'load')]
    let isBusy = true
    const limit: Around = (_, next) => {
      if (isBusy) throw toolError('rate_limited', 'Too many requests.', { data: { retryAfterMs: 7 } })
      return next()
    }
    const { tool, effects } = guardedTool([limit])
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'rate_limited', error: { retryAfterMs: 7 } })
    expect(commit).not.toHaveBeenCalled()
    expect(load).not.toHaveBeenCalled()
    isBusy = false
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false, replayed: false })
    // a repeat counts against the limit too
    isBusy = true
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'rate_limited' })
    expect(effects).toHaveLength(1)
  })

  test.each([
    ['an error', () => new Error('the audit log is full'), 'internal_error', 'It was carried out'],
    ['the store’s error', () => new AppError('STORE_UNAVAILABLE', 'x'), 'internal_error', 'It was carried out'],
    ['a refusal', () => toolError('audit', 'It is done, and not in the audit log.'), 'audit', 'It is done'],
  ])('S1.D.1 %s of its own after the answer frees no id, and is not told as if nothing had happened', async (_, error, code, words) => {
    const { call } = createWorld().newMachine()
    let isFull = true
    const audit: Around = async (_call, next) => {
      const answer = await next()
      if (isFull) throw error()
      return answer
    }
    const { tool, effects } = guardedTool([audit])
    for (let nth = 0; nth < 2; nth += 1) {
      const answer = await call(tool, { operationId: ID })
      expect(answer).toMatchObject({ isError: true, code, text: expect.stringContaining(words) })
      expect(answer.text).not.toMatch(/try again|send the same/i)
    }
    isFull = false
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false, replayed: true, model: { nth: 1 } })
    expect(effects).toHaveLength(1)
  })

  test('S1.D.1 one that calls next twice, or stops waiting for it, leaves one effect and no free id', async () => {
    const { call } = createWorld().newMachine()
    const twice: Around = async (_, next) => {
      await next()
      return next()
    }
    const { tool, effects } = guardedTool([twice])
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'internal_error', text: expect.stringContaining('It was carried out') })
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: true })
    expect(effects).toHaveLength(1)
    const hasty: Around = (_, next) => {
      void next()
      throw new Error('too slow')
    }
    const left = guardedTool([hasty])
    expect(await call(left.tool, { operationId: OTHER_ID })).toMatchObject({ text: expect.stringContaining('may have been carried out') })
    expect(await call({ ...left.tool, around: [] }, { operationId: OTHER_ID })).toMatchObject({ replayed: true })
    expect(left.effects).toHaveLength(1)
  })

  test('S1.D.1 a repeat comes through it too: the first answer, changed alike and held to the schema, and still told as a repeat', async () => {
    const { call } = createWorld().newMachine()
    const seen: unknown[] = []
    const stamp: Around = async (_, next) => {
      const answer = await next()
      if (!isReply(answer)) return answer
      seen.push(answer)
      return { ...answer, private: { ...answer.private, token: `t${seen.length}` } }
    }
    const { tool, effects } = guardedTool([stamp])
    const [first, second] = [await call(tool, { operationId: ID }), await call(tool, { operationId: ID })]
    expect(first).toMatchObject({ isError: false, replayed: false, text: 'Deleted note-1.', model: { nth: 1 }, meta: { shelf: 7, token: 't1' } })
    expect(second).toMatchObject({ isError: false, replayed: true, text: 'Deleted note-1.', model: { nth: 1 }, meta: { shelf: 7, token: 't2' } })
    for (const { meta } of [first, second]) expect(meta).toHaveProperty('openai/closeWidget', true)
    const kept = { model: { nth: 1 }, text: 'Deleted note-1.', content: [], private: { shelf: 7 }, close: true }
    expect(seen).toEqual([kept, kept])
    expect(effects).toHaveLength(1)
  })

  test('meets what failed as a refusal with its code, and what the handler threw as the cause', async () => {
    const { call } = createWorld().newMachine()
    const met: unknown[] = []
    const watch: Around = async (_, next) => {
      try {
        return await next()
      } catch (error) {
        met.push(error instanceof ToolRefusal ? [error.code, error.path, error.data, error.cause] : error)
        throw error
      }
    }
    const { tool, handler } = guardedTool([watch])
    const boom = new Error('boom')
    const refusal = toolError('gone', 'It is gone.', { path: 'id', data: { since: 3 } })
    for (const error of [boom, refusal]) {
      handler.fail = error
      await call(tool, { operationId: ID })
    }
    expect(met).toEqual([
      ['internal_error', null, { errorId: expect.any(String) }, boom],
      ['gone', 'id', { since: 3 }, refusal],
    ])
  })

  test('S2.X.1 a store that cannot take the call is told as a reason to send it again', async () => {
    const world = createWorld()
    const { call } = world.newMachine()
    vi.spyOn(world.store, 'commit').mockRejectedValueOnce(new AppError('STORE_UNAVAILABLE', 'x', { data: { isOutcomeUnknown: true } }))
    const { tool, effects } = guardedTool([(_, next) => next()])
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'unavailable', text: expect.stringContaining('Send the same call again') })
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false, replayed: false })
    expect(effects).toHaveLength(1)
  })

  test('may answer in place of what failed, and an answer of its own is held to the schema', async () => {
    const { call } = createWorld().newMachine()
    const cover: Around = async (_, next) => {
      try {
        return await next()
      } catch {
        return { model: { nth: 0 }, text: 'Not now.', private: { shelf: 0 } }
      }
    }
    const { tool, handler } = guardedTool([cover])
    handler.fail = new Error('boom')
    expect(await call(tool)).toMatchObject({ isError: false, text: 'Not now.' })
    const wrong = guardedTool([() => ({ model: { nth: 'x' }, text: 'x' })])
    expect(await call(wrong.tool)).toMatchObject({ code: 'internal_error' })
  })
})
