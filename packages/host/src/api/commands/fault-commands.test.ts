import { describe, expect, it } from 'vitest'
import type { HostState } from '../host-state.ts'
import { setUpCounting } from '../../testing/set-up-counting.ts'
import { addFaultCommands } from './fault-commands.ts'

const counting = setUpCounting()
const state = (): HostState => counting.harness.core.getState()

/** As the API runs a command: the body parsed, then done. */
function post(path: string, body: unknown, id = ''): unknown {
  let answer: unknown = new Error(`There is no command ${path}.`)
  addFaultCommands((declared, schema, run) => {
    if (declared === path) answer = run(schema.parse(body), id)
  }, counting.harness.core)
  return answer
}

describe('the fault commands', () => {
  it('switch one on, change it, and switch it off', () => {
    post('/api/faults', { id: 'lose-reply', on: { by: 'view', tool: 'add', times: 2 } })
    expect(state().faults).toEqual([{ id: 'lose-reply', by: 'view', tool: 'add', times: 2, ms: 0, hits: 0 }])
    post('/api/faults', { id: 'lose-reply', on: {} })
    expect(state().faults).toMatchObject([{ by: 'any', tool: null, times: 1 }])
    post('/api/faults', { id: 'lose-reply', on: null })
    expect(state().faults).toEqual([])
  })

  it('switch all off with one', () => {
    post('/api/faults', { id: 'offline', on: {} })
    post('/api/faults', { id: 'delay', on: { ms: 10 } })
    post('/api/faults/clear', {})
    expect(state().faults).toEqual([])
  })

  it.each([
    [{ id: 'no-such', on: {} }],
    [{ id: 'delay' }],
    [{ id: 'delay', on: { ms: -1 } }],
    [{ id: 'delay', on: { times: 0 } }],
    [{ id: 'delay', on: { often: 3 } }],
    [{ id: 'delay', on: {}, also: 1 }],
  ])('refuse %j and change nothing', (body) => {
    expect(() => post('/api/faults', body)).toThrow()
    expect(state().faults).toEqual([])
  })

  it('mount a second instance, and say which', async () => {
    const { instanceId } = await counting.openView()
    expect(post('/api/instances/:id/second', {}, instanceId)).toEqual({ instanceId: state().instances[1]?.id })
    expect(() => post('/api/instances/:id/second', {}, 'view_none')).toThrow(expect.objectContaining({ code: 'HOST_NO_SUCH_VIEW' }))
  })

  it('start a server again, of an app that is known', async () => {
    await counting.openView()
    await post('/api/apps/restart', { name: 'app' })
    expect(state().trace.at(-1)).toMatchObject({ name: 'server.restart', detail: { app: 'app' } })
    await expect(async () => post('/api/apps/restart', { name: 'other' })).rejects.toThrow(expect.objectContaining({ code: 'HOST_NO_SUCH_APP' }))
    await counting.harness.say('add 2')
    expect(counting.counter.count).toBe(2)
  })
})
