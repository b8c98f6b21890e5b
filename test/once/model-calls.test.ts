import { toolError } from '@lockstep/server'
import { describe, expect, test, vi } from 'vitest'
import { countingTool, createWorld, ID, noteTool } from './set-up.ts'

const said = { session: 'conversation 1', subject: 'person 1' }

describe('a model’s call, which has no id', () => {
  test('S1.D.1 X20 R21 the same call again within a minute counts as the same one, and says so', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const { tool, effects } = countingTool()
    const first = await call(tool, { text: 'eggs' }, said)
    await clock.advance(59_999)
    const second = await call(tool, { text: 'eggs' }, said)
    expect(second).toMatchObject({ replayed: true, model: first.model })
    expect(second.text).toContain('nothing was done again')
    expect(effects).toHaveLength(1)
    await clock.advance(1)
    expect(await call(tool, { text: 'eggs' }, said)).toMatchObject({ replayed: false, model: { nth: 2 } })
  })

  test('X20 what was meant once more can be said with an id', async () => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool()
    await call(tool, {}, said)
    expect((await call(tool, {}, said)).text).toContain('operationId')
    expect(await call(tool, { operationId: ID }, said)).toMatchObject({ replayed: false })
    expect(effects).toHaveLength(2)
  })

  test.each([
    ['other arguments', { text: 'ham' }, said],
    ['another conversation', {}, { ...said, session: 'conversation 2' }],
    ['another person', {}, { ...said, subject: 'person 2' }],
  ] as const)('X20 %s: another intention', async (_, args, context) => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool()
    await call(tool, {}, said)
    expect(await call(tool, args, context)).toMatchObject({ replayed: false })
    expect(effects).toHaveLength(2)
  })

  test.each([
    ['a caller of whom nothing is known', {}, {}],
    ['a view without an id: a person may click twice', { ...said, widgetSessionId: 'w_1' }, {}],
    ['a tool that no model may call', said, { visibility: ['app'] }],
    ['a tool that is idempotent: somebody may have changed things back', said, { idempotent: true }],
    ['a window of nothing', said, { once: { modelWindowMs: 0 } }],
  ] as const)('X20 %s: each call counts', async (_, context, more) => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool(more)
    await call(tool, {}, context)
    expect(await call(tool, {}, context)).toMatchObject({ replayed: false })
    expect(effects).toHaveLength(2)
  })

  test('X20 the window is the tool’s to choose, and an id’s is another', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const { tool, effects } = countingTool({ once: { modelWindowMs: 5_000, windowMs: 10_000 } })
    await call(tool, {}, said)
    await clock.advance(5_000)
    await call(tool, {}, said)
    expect(effects).toHaveLength(2)
    await call(tool, { operationId: ID })
    await clock.advance(9_999)
    await call(tool, { operationId: ID })
    expect(effects).toHaveLength(3)
  })

  test('S1.D.1 only a caller’s id is a key for services beyond; a model’s later call gets another', async () => {
    const { clock, newMachine } = createWorld()
    const keys: string[] = []
    const tool = noteTool(({ text }, { operation }) => {
      keys.push(operation?.key ?? 'none')
      if (keys.length === 1) throw toolError('later', 'Later.')
      return { model: { saved: text, nth: 1 }, text: 'Saved.' }
    })
    const { call } = newMachine()
    await call(tool, { operationId: ID })
    await call(tool, { operationId: ID })
    expect(keys[0]).toBe(keys[1])
    await call(tool, {}, said)
    await clock.advance(60_000)
    await call(tool, {}, said)
    await call(tool)
    expect(new Set(keys).size).toBe(4)
  })

  test('S1.D.1 a call that counts each time leaves nothing in the store, `finish` neither', async () => {
    const { newMachine, store } = createWorld()
    const commit = vi.spyOn(store, 'commit')
    const tool = noteTool(async ({ text }, { operation }) => {
      const answer = { model: { saved: text, nth: 1 }, text: 'Saved.' }
      const done = operation?.finish(answer)
      expect(done?.type).toBe('forget-record')
      return answer
    })
    expect(await newMachine().call(tool)).toMatchObject({ isError: false })
    expect(commit).not.toHaveBeenCalled()
  })
})
