import { describe, expect, it, vi } from 'vitest'
import type { FaultSwitch } from '../api/fault-state.ts'
import { setUpCounting } from '../testing/set-up-counting.ts'

const counting = setUpCounting()
const on = (): FaultSwitch[] => counting.harness.core.getState().faults
const amounts = (): number[] => counting.counter.calls.map(({ amount }) => amount)
const strikes = (): number => counting.harness.core.getState().trace.filter(({ name }) => name === 'fault.strikes').length

describe('calls that arrive more often than they were made', () => {
  it('H14 a call of the model is delivered twice at the same time, and one answer counts', async () => {
    counting.harness.core.faults.set('deliver-twice', {})
    await counting.harness.say('add 3')
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'done', error: null })
    // The loser may still be on its way when the winner's answer is there.
    await vi.waitUntil(() => amounts().length === 2, { timeout: 3_000 })
    expect(on()).toEqual([])
    await counting.harness.say('add 5')
    expect(amounts()).toEqual([3, 3, 5])
  })

  it('H14 both copies of a call are under way together', async () => {
    const { view } = await counting.openView()
    const { promise, resolve } = Promise.withResolvers<void>()
    counting.counter.gate = () => promise
    counting.harness.core.faults.set('deliver-twice', { by: 'view' })
    const answer = view.request('tools/call', { name: 'add', arguments: { amount: 1 } })
    await vi.waitUntil(() => amounts().length === 2, { timeout: 3_000 })
    resolve()
    expect(await answer).toMatchObject({ result: { structuredContent: { count: 2 } } })
  })

  it('H14 a reply is lost and the host retries: the second answer counts', async () => {
    const { view } = await counting.openView()
    counting.harness.core.faults.set('lose-reply-and-retry', { by: 'view', tool: 'add' })
    expect(await view.request('tools/call', { name: 'add', arguments: { amount: 2 } })).toMatchObject({ result: { structuredContent: { count: 4 } } })
    expect(amounts()).toEqual([2, 2])
  })

  it('H14 a call arrives once more after it was answered, and nobody is told', async () => {
    counting.harness.core.faults.set('late-duplicate', { ms: 1 })
    await counting.harness.say('add 3')
    expect(counting.harness.lastCall().result?.structuredContent).toEqual({ count: 3 })
    await vi.waitUntil(() => amounts().length === 2, { timeout: 3_000 })
    expect(counting.harness.core.getState().trace.filter(({ name }) => name === 'mcp.result')).toHaveLength(1)
  })
})

describe('answers that never come', () => {
  it('H14 the model is told of a broken connection, and the server has done it', async () => {
    counting.harness.core.faults.set('lose-reply', { by: 'model' })
    await counting.harness.say('add 3')
    expect(amounts()).toEqual([3])
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'failed', result: null, error: { kind: 'transport' } })
    expect(counting.harness.lastCall().error?.message).toContain('may have done it')
  })

  it('H14 a view’s call fails, and the server has done it', async () => {
    const { view } = await counting.openView()
    counting.harness.core.faults.set('lose-reply', { by: 'view' })
    expect(await view.request('tools/call', { name: 'add', arguments: { amount: 2 } })).toMatchObject({ error: { code: expect.any(Number) } })
    expect(amounts()).toEqual([2])
    expect(await view.request('tools/call', { name: 'add', arguments: { amount: 2 } })).toMatchObject({ result: { structuredContent: { count: 4 } } })
  })

  it('a fault for a view’s calls leaves the model’s alone', async () => {
    counting.harness.core.faults.set('lose-reply', { by: 'view' })
    await counting.harness.say('add 3')
    expect(counting.harness.lastCall().phase).toBe('done')
    expect(on()).toMatchObject([{ id: 'lose-reply', by: 'view', hits: 0 }])
  })
})

describe('calls that are answered with an error', () => {
  it('the tool says no, and was never asked', async () => {
    counting.harness.core.faults.set('tool-error', {})
    await counting.harness.say('add 3')
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'failed', error: { kind: 'tool' } })
    expect(amounts()).toEqual([])
  })

  it('the server refuses the call, and the tool was never asked', async () => {
    const { view } = await counting.openView()
    counting.harness.core.faults.set('protocol-error', {})
    expect(await view.request('tools/call', { name: 'add', arguments: { amount: 1 } })).toMatchObject({ error: { code: -32_603 } })
    expect(amounts()).toEqual([])
  })
})

describe('a server that is far, gone or new', () => {
  it('a delayed call waits and is then carried out; one that is stopped meanwhile is not', async () => {
    counting.harness.core.faults.set('delay', { ms: 40, times: 1 })
    const before = Date.now()
    await counting.harness.say('add 3')
    expect(Date.now() - before).toBeGreaterThanOrEqual(35)
    expect(amounts()).toEqual([3])

    counting.harness.core.faults.set('delay', { ms: 10_000 })
    counting.harness.core.sendMessage('add 4')
    await vi.waitUntil(() => strikes() === 2, { timeout: 3_000 })
    counting.harness.core.stop()
    await counting.harness.core.whenIdle()
    expect(amounts()).toEqual([3])
    expect(counting.harness.lastCall().error?.message).toContain('Stopped')
  })

  it('a slow network takes its time both ways, for calls and for templates', async () => {
    counting.harness.core.faults.set('slow-network', { ms: 20 })
    await counting.harness.say('show')
    expect(counting.harness.lastCall().tookMs).toBeGreaterThanOrEqual(38)
    expect(counting.harness.lastView().mountFailure).toBeNull()
    expect(on()).toMatchObject([{ id: 'slow-network', hits: 2 }])
  })

  it('nothing reaches a server that is out of reach, its state says so, and it is back at once', async () => {
    const { view } = await counting.openView()
    counting.harness.core.faults.set('offline', {})
    expect(counting.harness.core.getState().apps).toMatchObject([{ status: 'failed', problem: expect.stringContaining('Fault') }])
    await counting.harness.say('add 3')
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'failed', error: { kind: 'transport' } })
    expect(await view.request('tools/call', { name: 'add', arguments: { amount: 1 } })).toHaveProperty('error')
    expect(amounts()).toEqual([])
    counting.harness.core.faults.clear()
    expect(counting.harness.core.getState().apps).toMatchObject([{ status: 'connected', problem: null }])
    await counting.harness.say('add 3')
    expect(amounts()).toEqual([3])
  })

  it('a restart during a call loses the answer, and the next call finds the server again', async () => {
    counting.harness.core.faults.set('restart-server', {})
    await counting.harness.say('add 3')
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'failed', error: { kind: 'transport' } })
    expect(counting.harness.core.getState().trace).toContainEqual(
      expect.objectContaining({ name: 'server.restart', detail: { app: 'app', isReal: false } }),
    )
    await counting.harness.say('show')
    expect(counting.harness.lastCall().phase).toBe('done')
  })
})
