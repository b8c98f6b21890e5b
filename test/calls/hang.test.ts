import { VIEW_TOOL_CALL_TIMEOUT_MS } from '@lockstep/contract'
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { describe, expect, test, vi } from 'vitest'
import { TOOL_TIMEOUT_MS } from '../../packages/server/src/tools/within-time.ts'
import { countingTool, createWorld, ID, noteTool, OTHER_ID } from '../once/set-up.ts'

const said = { session: 'conversation 1', subject: 'person 1' }
const never = (): Promise<never> => new Promise(() => undefined)

describe('a handler that does not answer', () => {
  test('is answered for before the view gives up, its signal aborts, and the next call is served', async () => {
    expect(TOOL_TIMEOUT_MS).toBeLessThan(VIEW_TOOL_CALL_TIMEOUT_MS)
    const { clock, newMachine, lines } = createWorld()
    const { call } = newMachine()
    const signals: AbortSignal[] = []
    const stuck = noteTool((_, { signal }) => {
      signals.push(signal)
      return never()
    })
    const answer = call(stuck, { operationId: ID })
    await clock.advance(TOOL_TIMEOUT_MS - 1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    await clock.advance(1)
    expect(await answer).toMatchObject({ isError: true, code: 'timed_out', error: { timeoutMs: TOOL_TIMEOUT_MS } })
    expect((await answer).text).toContain('look at the current state')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(lines).toContainEqual(expect.objectContaining({ level: 40, tool: 'save_note', timeoutMs: TOOL_TIMEOUT_MS }))
    expect(await call(countingTool().tool)).toMatchObject({ isError: false })
  })

  test('the time is the tool’s to set, and a question that hangs counts too', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const { tool, effects } = countingTool({ effect: 'destroy', timeoutMs: 100, confirm: never })
    const answer = call(tool)
    await clock.advance(100)
    expect(await answer).toMatchObject({ code: 'timed_out', error: { timeoutMs: 100 } })
    expect(effects).toEqual([])
  })

  test('S2.X.1 a repeat waits for a run that is still at it, and gets its answer when it comes', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const { promise: late, resolve: finish } = Promise.withResolvers<void>()
    let runs = 0
    const slow = noteTool(
      async ({ text }) => {
        runs += 1
        await late
        return { model: { saved: text, nth: runs }, text: 'Saved late.' }
      },
      { timeoutMs: 1_000 },
    )
    const first = call(slow, { operationId: ID })
    await clock.advance(1_000)
    expect((await first).code).toBe('timed_out')
    const second = call(slow, { operationId: ID })
    const third = call(slow, { operationId: ID })
    await clock.advance(500)
    finish()
    expect(await second).toMatchObject({ isError: false, replayed: true, model: { nth: 1 } })
    expect(await third).toMatchObject({ isError: false, replayed: true })
    expect(await newMachine().call(slow, { operationId: ID })).toMatchObject({ replayed: true, text: 'Saved late.' })
    expect(runs).toBe(1)
  })

  test.each([
    ['an error', () => new Error('aborted half way')],
    ['a word of the protocol', () => new ProtocolError(ProtocolErrorCode.InternalError, 'the request was cancelled')],
  ])('S2.X.1 one that gives up because its time is up, by %s, leaves an outcome that nobody knows', async (_, error) => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    let runs = 0
    const tool = noteTool(
      (_input, { signal }) => {
        runs += 1
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(error())))
      },
      { timeoutMs: 1_000 },
    )
    const answer = call(tool, { operationId: ID })
    await clock.advance(1_000)
    expect(await answer).toMatchObject({ isError: true, code: 'timed_out' })
    await clock.advance(10)
    expect(await call(tool, { operationId: ID })).toMatchObject({ code: 'outcome_unknown' })
    expect(runs).toBe(1)
  })

  test('S1.D.1 S2.X.1 a write is not torn out of its work when its caller’s line breaks: the retry, before or after, gets its answer', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const gone = new AbortController()
    const { promise: later, resolve } = Promise.withResolvers<void>()
    let runs = 0
    const tool = noteTool(async ({ text }, { signal }) => {
      runs += 1
      const broken = Promise.withResolvers<never>()
      signal.addEventListener('abort', () => broken.reject(new DOMException('gone', 'AbortError')))
      await Promise.race([broken.promise, later])
      return { model: { saved: text, nth: runs }, text: 'Saved.' }
    })
    const first = call(tool, { operationId: ID }, { signal: gone.signal })
    const before = call(tool, { operationId: ID })
    await clock.advance(0)
    gone.abort()
    const after = call(tool, { operationId: ID })
    await clock.advance(0)
    resolve()
    expect(await first).toMatchObject({ isError: false, replayed: false })
    for (const retry of [before, after]) expect(await retry).toMatchObject({ isError: false, replayed: true })
    expect(runs).toBe(1)
  })

  test.each([{ effect: 'read' }, { once: 'own' }, {}] as const)(
    'a call whose repeats nobody counts hears that its caller went away: %j',
    async (more) => {
      const { clock, newMachine } = createWorld()
      const { call } = newMachine()
      const gone = new AbortController()
      const tool = noteTool(
        (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted half way')))),
        more,
      )
      const answer = call(tool, {}, { signal: gone.signal })
      await clock.advance(1)
      gone.abort()
      const told = await answer
      expect(told.code).toBe('internal_error')
      // whoever asks to write is not told to do it again
      expect(told.text).toContain('effect' in more ? 'Try again' : 'look at the current state')
    },
  )

  test('S2.X.1 a model’s call whose handler never ends is not stuck to it past its window', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    let runs = 0
    const tool = noteTool(({ text }) => {
      runs += 1
      return runs === 1 ? new Promise(() => {}) : { model: { saved: text, nth: runs }, text: 'x' }
    })
    const first = call(tool, {}, said)
    await clock.advance(60_000)
    expect((await first).code).toBe('timed_out')
    await clock.advance(24 * 60 * 60_000)
    const second = call(tool, {}, said)
    await clock.advance(60_000)
    expect(await second).toMatchObject({ isError: false })
  })

  test('S2.X.1 a hung run that ends at last leaves the run that came after it alone', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const ends: Array<(text: string) => void> = []
    const tool = noteTool(async () => {
      const { promise, resolve } = Promise.withResolvers<string>()
      const nth = ends.push(resolve)
      return { model: { saved: 'x', nth }, text: await promise }
    })
    void call(tool, {}, said)
    await clock.advance(24 * 60 * 60_000)
    const second = call(tool, {}, said)
    await clock.advance(0)
    ends[0]?.('late')
    await clock.advance(0)
    const third = call(tool, {}, said)
    await clock.advance(0)
    ends[1]?.('in time')
    expect(await second).toMatchObject({ isError: false, replayed: false, model: { nth: 2 } })
    expect(await third).toMatchObject({ isError: false, replayed: true, model: { nth: 2 } })
    expect(ends).toHaveLength(2)
  })

  test('S2.X.1 what was given up before it began is not begun, and its id stays free', async () => {
    const { clock, newMachine, store } = createWorld()
    const { call } = newMachine()
    const { tool, effects } = countingTool({ timeoutMs: 1_000 })
    const { promise: awake, resolve: wake } = Promise.withResolvers<void>()
    const { commit } = store
    vi.spyOn(store, 'commit').mockImplementationOnce(async (want, decide) => {
      await awake
      return commit(want, decide)
    })
    const answer = call(tool, { operationId: ID })
    await clock.advance(1_000)
    expect(await answer).toMatchObject({ code: 'timed_out' })
    wake()
    await clock.advance(1)
    expect(effects).toEqual([])
    expect(await call(tool, { operationId: ID })).toMatchObject({ isError: false, replayed: false })
    expect(await call(tool, { operationId: OTHER_ID }, { signal: AbortSignal.abort() })).toMatchObject({ code: 'cancelled' })
    expect(effects).toHaveLength(1)
  })

  test('a limit longer than any timer takes is the longest one, and not none', async () => {
    const { newMachine } = createWorld()
    const delays: number[] = []
    const { call } = newMachine({ timers: { setTimeout: (_run, delayMs) => delays.push(delayMs), clearTimeout: () => undefined } })
    const { tool } = countingTool({ timeoutMs: Infinity })
    await call(tool, { operationId: ID })
    expect(delays).toEqual([2 ** 31 - 1])
    expect(await newMachine().call(tool, { operationId: ID })).toMatchObject({ replayed: true })
  })

  test('no timer outlives a call', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const { tool } = countingTool()
    await call(tool)
    await call(tool, { operationId: ID })
    expect(await clock.drain()).toBe(0)
  })
})
