import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeepLinkState } from '../api/host-state.ts'
import { createCoreHarness, type CoreHarness } from '../testing/core-harness.ts'
import { flowApp, flowGolden, type RecordedCall } from '../testing/flow-app.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const calls: RecordedCall[] = []
let configured: TestServer
let other: TestServer
let harness: CoreHarness

beforeAll(async () => {
  configured = await startTestServer(flowApp(calls))
  other = await startTestServer(flowApp(calls))
})
beforeEach(async () => {
  calls.length = 0
  other.requests.length = 0
  harness = createCoreHarness({ mcpUrl: configured.mcpUrl, golden: flowGolden })
  await harness.core.connect()
})
afterEach(() => harness.core.close())
afterAll(async () => {
  await configured.close()
  await other.close()
})

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const link = (): DeepLinkState | null => harness.core.getState().deepLink
const called = (): string[] => calls.map(({ tool }) => tool)

async function open(server: string, tool: string, input: unknown = {}): Promise<void> {
  await harness.core.deepLinks.open({ server, tool, input: base64url(input) })
  await harness.core.whenIdle()
}

async function answer(isAccepted: boolean): Promise<void> {
  await harness.core.deepLinks.answer(link()?.id ?? '', isAccepted)
  await harness.core.whenIdle()
}

describe('a link into the host', () => {
  it('SEC4 calls a tool that only reads, of a configured server, as the person', async () => {
    await open(configured.mcpUrl, 'look', { id: 'ärger' })
    expect(link()).toBeNull()
    expect(calls).toMatchObject([{ tool: 'look', args: { id: 'ärger' } }])
    expect(harness.lastCall()).toMatchObject({ by: 'person', phase: 'done', input: { id: 'ärger' } })
  })

  it.each(['write', 'clear', 'wipe'])('SEC4 waits for one click before %s, which is not read-only, and for one only', async (tool) => {
    await open(configured.mcpUrl, tool, { text: 'milk' })
    expect(link()).toMatchObject({ step: 'call', app: 'app', tool, arguments: { text: 'milk' }, isReadOnly: false })
    expect(called()).toEqual([])
    await answer(true)
    expect(link()).toBeNull()
    expect(called()).toEqual([tool])
  })

  it('SEC4 sends nothing to a server that is not configured before the click, and asks again before it calls what is not read-only', async () => {
    await open(other.mcpUrl, 'write', { text: 'milk' })
    expect(link()).toMatchObject({ step: 'connect', app: null, isRemote: false })
    expect(other.requests).toEqual([])
    expect(harness.core.getState().apps).toHaveLength(1)
    await answer(true)
    expect(harness.core.getState().apps[1]).toMatchObject({ mcpUrl: other.mcpUrl, isConfigured: false, status: 'connected' })
    expect(link()).toMatchObject({ step: 'call' })
    expect(called()).toEqual([])
    await answer(true)
    expect(called()).toEqual(['write'])
  })

  it('SEC4 connects on a click and calls what only reads; no means no', async () => {
    await open(other.mcpUrl, 'look', { id: 1 })
    await answer(false)
    expect([link(), other.requests]).toEqual([null, []])
    await open(other.mcpUrl, 'look', { id: 1 })
    await answer(true)
    expect(called()).toEqual(['look'])
  })

  it('SEC4 takes nothing away that waits for the person', async () => {
    await harness.say('clear it')
    expect(harness.lastCall().phase).toBe('awaiting-approval')
    await open(configured.mcpUrl, 'look', { id: 1 })
    expect(harness.lastCall().phase).toBe('awaiting-approval')
    expect(link()).toMatchObject({ step: 'call', isReadOnly: true })
    expect(called()).toEqual([])
  })

  it('says what is wrong with the tool or the server, and tries again when asked', async () => {
    await open(configured.mcpUrl, 'nonsense')
    expect(link()).toMatchObject({ step: 'failed', problem: expect.stringContaining('nonsense') })
    await answer(true)
    expect(link()).toMatchObject({ step: 'failed' })
    const gone = await startTestServer({ tools: [] })
    await gone.close()
    await open(gone.mcpUrl, 'look')
    await answer(true)
    expect(link()).toMatchObject({ step: 'failed', problem: expect.stringContaining('nothing listens') })
  })

  it.each<[string, { server?: string; tool?: string; input?: string }]>([
    ['no server', { server: '' }],
    ['another scheme', { server: 'javascript:alert(1)' }],
    ['a file', { server: 'file:///etc/passwd' }],
    ['a password in the address', { server: 'http://me:secret@localhost:1/mcp' }],
    ['no tool', { tool: ' ' }],
    ['an endless tool', { tool: 'x'.repeat(500) }],
    ['no base64url', { input: '{"id":1}' }],
    ['no JSON', { input: Buffer.from('{').toString('base64url') }],
    ['broken UTF-8', { input: Buffer.from([0x22, 0xff, 0x22]).toString('base64url') }],
    ['a list', { input: base64url([1]) }],
    ['text', { input: base64url('x') }],
    ['null', { input: base64url(null) }],
    ['too much', { input: base64url({ a: 'x'.repeat(60_000) }) }],
  ])('SEC4 a malformed link changes nothing: %s', async (_name, parts) => {
    const before = harness.core.getState()
    const whole = { server: configured.mcpUrl, tool: 'look', input: base64url({ id: 1 }), ...parts }
    await expect(harness.core.deepLinks.open(whole)).rejects.toMatchObject({ code: expect.stringMatching(/HOST_BAD_(?:LINK|URL)/), blame: 'user' })
    expect(harness.core.getState()).toBe(before)
    expect(called()).toEqual([])
  })

  it('keys of a link’s arguments are only keys', async () => {
    await harness.core.deepLinks.open({
      server: configured.mcpUrl,
      tool: 'look',
      input: Buffer.from('{"__proto__":{"polluted":1},"id":2}').toString('base64url'),
    })
    await harness.core.whenIdle()
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
