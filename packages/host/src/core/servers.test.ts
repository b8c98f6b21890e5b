import { afterEach, describe, expect, it } from 'vitest'
import { createCoreHarness, type CoreHarness } from '../testing/core-harness.ts'
import { flowApp, flowGolden, type RecordedCall } from '../testing/flow-app.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const servers: TestServer[] = []
let harness: CoreHarness

afterEach(async () => {
  await harness.core.close()
  for (const server of servers.splice(0)) await server.close()
})

async function start(count: number): Promise<RecordedCall[]> {
  const calls: RecordedCall[] = []
  for (let index = 0; index < count; index += 1) servers.push(await startTestServer(flowApp(calls)))
  harness = createCoreHarness({ mcpUrl: urlOf(0), golden: flowGolden })
  await harness.core.connect()
  return calls
}
const urlOf = (index: number): string => servers[index]?.mcpUrl ?? ''
const names = (): string[] => harness.core.getState().apps.map(({ name }) => name)

describe('servers by address', () => {
  it('are known under a name of their own, once each, and their tools can be called', async () => {
    const calls = await start(2)
    const name = await harness.core.servers.add(urlOf(1))
    expect(name).toBe(new URL(urlOf(1)).host)
    expect(await harness.core.servers.add(`${urlOf(1)}#part`)).toBe(name)
    expect(await harness.core.servers.add(urlOf(0))).toBe('app')
    expect(await harness.core.servers.add(urlOf(1).replace('/mcp', '/other'))).toBe(`${name} (2)`)
    expect(names()).toEqual(['app', name, `${name} (2)`])
    await harness.core.callTool({ app: name, tool: 'look', arguments: { id: 3 } })
    await harness.core.whenIdle()
    expect(calls).toMatchObject([{ tool: 'look', args: { id: 3 } }])
  })

  it('go with their views, and never one of the configuration', async () => {
    await start(2)
    const name = await harness.core.servers.add(urlOf(1))
    await harness.core.callTool({ app: name, tool: 'render', arguments: {} })
    await harness.core.whenIdle()
    expect(harness.lastView()).toMatchObject({ app: name, phase: 'loading' })
    await harness.core.servers.remove(name)
    expect(names()).toEqual(['app'])
    expect(harness.lastView().phase).toBe('closed')
    await expect(harness.core.servers.remove('app')).rejects.toMatchObject({ code: 'HOST_APP_CONFIGURED' })
    await expect(harness.core.servers.remove(name)).rejects.toMatchObject({ code: 'HOST_NO_SUCH_APP' })
  })

  it('may be elsewhere, which is said', async () => {
    await start(1)
    expect(harness.core.getState().apps[0]?.isRemote).toBe(false)
    const adding = harness.core.servers.add('https://mcp.invalid/mcp')
    expect(harness.core.getState().apps[1]).toMatchObject({ name: 'mcp.invalid', isRemote: true, isConfigured: false })
    await adding
    expect(harness.core.getState().apps[1]?.status).toBe('failed')
  })

  it.each(['', 'localhost:8000', 'ftp://localhost/mcp', 'http://a:b@localhost/mcp'])('are http addresses: not %j', async (mcpUrl) => {
    await start(1)
    await expect(harness.core.servers.add(mcpUrl)).rejects.toMatchObject({ code: 'HOST_BAD_URL', blame: 'user' })
    expect(names()).toEqual(['app'])
  })
})

describe('a call of the person', () => {
  it('runs without the model, which reads of it in its next turn', async () => {
    const calls = await start(1)
    await harness.core.callTool({ app: 'app', tool: 'look', arguments: { id: 5 } })
    await harness.core.whenIdle()
    expect(harness.core.getState().conversation.entries).toMatchObject([{ kind: 'tool', by: 'person', phase: 'done' }])
    expect(harness.core.getState().modelSees.parts.map(({ kind }) => kind)).toContain('tool-result')
    expect(calls).toHaveLength(1)
  })

  it('S1.B.6 reaches tools that the model is not told of', async () => {
    const calls = await start(1)
    await harness.core.callTool({ app: 'app', tool: 'hidden', arguments: {} })
    await harness.core.whenIdle()
    expect(calls).toMatchObject([{ tool: 'hidden' }])
  })

  it('H9 of a destructive tool waits for the approval, and for no answer of the model after it', async () => {
    const calls = await start(1)
    const entryId = await harness.core.callTool({ app: 'app', tool: 'clear', arguments: {} })
    await harness.core.whenIdle()
    expect(harness.lastCall()).toMatchObject({ id: entryId, phase: 'awaiting-approval' })
    expect(calls).toEqual([])
    harness.core.approve(entryId)
    await harness.core.whenIdle()
    expect(calls).toMatchObject([{ tool: 'clear' }])
    expect(harness.core.getState().conversation.entries).toHaveLength(1)
    const second = await harness.core.callTool({ app: 'app', tool: 'clear', arguments: {} })
    harness.core.decline(second)
    await harness.core.whenIdle()
    expect(harness.core.getState().conversation.entries.map((entry) => entry.kind === 'tool' && entry.phase)).toEqual(['done', 'declined'])
  })

  it('is refused clearly where it cannot be', async () => {
    await start(1)
    await expect(harness.core.callTool({ app: 'x', tool: 'look', arguments: {} })).rejects.toMatchObject({ code: 'HOST_NO_SUCH_APP' })
    await expect(harness.core.callTool({ app: 'app', tool: 'x', arguments: {} })).rejects.toMatchObject({ code: 'HOST_UNKNOWN_TOOL' })
    harness.core.sendMessage('look at 1')
    await expect(harness.core.callTool({ app: 'app', tool: 'look', arguments: {} })).rejects.toMatchObject({ code: 'HOST_TURN_RUNNING' })
    expect(() => harness.core.retryCall('x')).toThrow(expect.objectContaining({ code: 'HOST_NO_SUCH_CARD' }))
    await harness.core.whenIdle()
  })
})
