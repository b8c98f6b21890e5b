import { createApp, reply, toolError, type App, type AppOptions, type ToolContext } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import { inputRequired, ProtocolError } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { connect } from '../../packages/server/src/testing/open-app.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { createEverythingApp } from '../conformance/everything-app.ts'
import { attack } from './grammar.ts'
import { createTargetApp } from './target-app.ts'
import { openTwoWays, type TwoWays } from './two-ways.ts'
import pino from 'pino'

const NOTHING = z.strictObject({})
const ENVELOPE = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} }
const TYPES = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' }

/** Every way a call can end. */
const ENDINGS: Readonly<Record<string, (context: ToolContext) => unknown>> = {
  text: () => reply({ model: {}, text: 'Ünïcode \u2028 "quoted" \ud83d\ude00 </script>' }),
  empty: () => reply({ model: {}, text: '' }),
  private: () => reply({ model: {}, text: 'x', private: { a: [1, null], 'lockstep/x': { y: 'z' } } }),
  close: () => reply({ model: {}, text: 'x', close: true }),
  files: () => reply({ model: {}, text: 'x', files: [{ download_url: 'https://f.example/1', file_id: 'f_1', mime_type: 'text/plain' }] }),
  image: () => reply({ model: {}, text: 'x', content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] }),
  blocks: () => reply({ model: {}, text: '', content: [{ type: 'text', text: 'only a block' }] }),
  wrong: () => reply({ model: { undeclared: 1 }, text: 'x' }),
  refused: () => {
    throw toolError('not_yours', 'No.', { path: 'id', data: { current: 7 } })
  },
  broken: () => {
    throw new Error('secret')
  },
  protocol: () => {
    throw new ProtocolError(-32602, 'Of the protocol', { a: 1 })
  },
  question: () => inputRequired({ inputRequests: { roots: inputRequired.listRoots() } }),
  state: () => inputRequired({ requestState: 'sealed' }),
  big: () => reply({ model: {}, text: 'x', private: { big: 10n } }),
  said: async ({ mcp }) => {
    await mcp?.mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data: 'hello' } })
    await mcp?.mcpReq.log('info', 'not asked for')
    return reply({ model: {}, text: 'after' })
  },
  progress: async ({ mcp }) => {
    await mcp?.mcpReq.notify({ method: 'notifications/progress', params: { progressToken: 'unasked', progress: 1 } })
    return reply({ model: {}, text: 'after' })
  },
  asks: async ({ mcp }) => {
    const form = { type: 'object' as const, properties: {} }
    const failed = await mcp?.mcpReq.elicitInput({ message: 'm', requestedSchema: form }).then(
      () => 'asked',
      () => 'could not ask',
    )
    return reply({ model: {}, text: String(failed) })
  },
  knows: ({ mcp, session, subject, remoteAddress, auth }) => {
    const { id, method, _meta, envelope, inputResponses } = mcp?.mcpReq ?? {}
    const known = { id, method, _meta, envelope: envelope ?? null, inputResponses: inputResponses ?? null, session, subject, remoteAddress, auth }
    return reply({ model: {}, text: JSON.stringify({ ...known, url: new URL(mcp?.http?.req?.url ?? '').pathname }) })
  },
}

function createEndings(more: Partial<AppOptions>): App {
  const app = createApp({ name: 'endings', version: '2.0.0', store: memory(), ...more })
  for (const [name, end] of Object.entries(ENDINGS)) {
    app.tool(name, { title: name, description: name, effect: 'read', input: NOTHING, output: NOTHING }, (_, context) => {
      runs.set(name, (runs.get(name) ?? 0) + 1)
      return end(context) as never
    })
  }
  const n = z.strictObject({ n: z.int() })
  app.tool('write', { title: 'W', description: 'W', effect: 'write', input: n, output: n }, (input) => reply({ model: input, text: 'done' }))
  app.tool(
    'destroy',
    { title: 'D', description: 'D', effect: 'destroy', input: n, output: n, confirm: ({ n: what }) => ({ question: `Delete ${what}?` }) },
    (input) => reply({ model: input, text: 'gone' }),
  )
  const headed = z.strictObject({ region: z.string().meta({ 'x-mcp-header': 'Region' }) })
  app.tool('headed', { title: 'H', description: 'H', effect: 'read', input: headed, output: NOTHING }, () => reply({ model: {}, text: 'x' }))
  return app
}

/** How often each tool ran. */
const runs = new Map<string, number>()

interface Ask {
  era: 'legacy' | 'modern'
  method: string
  params?: Record<string, unknown>
  id?: unknown
  headers?: Record<string, string>
}

function request({ era, method, params = {}, id = 1, headers = {} }: Ask): {
  method: string
  path: string
  headers: Record<string, string>
  body: string
} {
  const name = typeof params['name'] === 'string' ? { 'Mcp-Name': params['name'] } : {}
  const modern = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, ...name }
  const meta = { ...(era === 'modern' ? ENVELOPE : {}), ...(params['_meta'] as Record<string, unknown> | undefined) }
  const full = params['_meta'] === undefined && Object.keys(meta).length === 0 ? params : { ...params, _meta: meta }
  return {
    method: 'POST',
    path: '/mcp',
    headers: { ...TYPES, ...(era === 'modern' ? modern : {}), ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params: full }),
  }
}

describe.each(['legacy', 'modern'] as const)('the short way says what the SDK says, %s era', (era) => {
  let ways: TwoWays
  beforeAll(async () => {
    ways = await openTwoWays(createEndings)
  })
  afterAll(() => ways.close())
  const same = async (ask: Omit<Ask, 'era'>): Promise<unknown[]> => {
    const { short, sdk } = await ways.ask(request({ era, ...ask }))
    expect(short).toEqual(sdk)
    return short.messages
  }

  test.each(Object.keys(ENDINGS))('a call that ends as %s', async (name) => {
    runs.clear()
    expect(await same({ method: 'tools/call', params: { name, arguments: {} } })).not.toEqual([])
    // once by each way, also where the SDK writes what the short way ran; on its own the SDK takes a bare state of the 2025 era round again 8 times
    expect(runs.get(name)).toBe(name === 'state' && era === 'legacy' ? 2 * 9 : 2)
  })

  test('lists, ids and arguments of each kind', async () => {
    for (const id of [0, -1, 'a', '', 'x'.repeat(1_000), 1.5, null, true, 2 ** 60]) await same({ method: 'tools/list', id })
    for (const params of [
      { name: 'write', arguments: { n: 1 } },
      { name: 'write', arguments: { n: 1 }, _meta: { 'openai/subject': 'u1', 'openai/session': 's1' } },
      { name: 'write', arguments: { n: 1 }, _meta: { 'openai/subject': 'u1', 'openai/session': 's1' } },
      { name: 'write', arguments: { n: 1, operationId: 'op_1' } },
      { name: 'write', arguments: { n: 1, operationId: 'op_1' } },
      { name: 'write', arguments: { n: 2, operationId: 'op_1' } },
      { name: 'write', arguments: { n: '1' } },
      { name: 'write' },
      { name: 'write', arguments: [] },
      { name: 'destroy', arguments: { n: 1 } },
      { name: 'destroy', arguments: { n: 1, confirmation: 'wrong' } },
      { name: 'headed', arguments: { region: 'eu' } },
      { name: 'nope', arguments: {} },
      { name: '' },
      { name: 'text', arguments: {}, _meta: { progressToken: 'p' } },
      { name: 'text', arguments: {}, _meta: { 'io.modelcontextprotocol/logLevel': 'debug' } },
      { name: 'text', arguments: {}, _meta: { 'io.modelcontextprotocol/clientCapabilities': 'all' } },
      { name: 'text', arguments: {}, _meta: { 'io.modelcontextprotocol/clientInfo': { name: 1 } } },
      { name: 'text', arguments: {}, _meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } },
      { name: 'knows', arguments: {}, _meta: { traceparent: '00-x' } },
      { name: 'knows', arguments: {}, _meta: {} },
      { name: 'text', arguments: {}, inputResponses: {}, requestState: 'x' },
      { name: 'text', arguments: {}, task: { ttl: 1 } },
      { name: 'text', arguments: {}, cursor: 'x' },
    ]) {
      await same({ method: 'tools/call', params })
    }
    await same({ method: 'tools/list', params: { cursor: 'x' } })
  })

  test('headers of each kind', async () => {
    const call = { method: 'tools/call', params: { name: 'text', arguments: {} } }
    for (const headers of [
      { Accept: '*/*' },
      { Accept: 'application/json' },
      { Accept: 'text/event-stream' },
      { 'MCP-Protocol-Version': '2025-06-18' },
      { 'MCP-Protocol-Version': '2024-11-05' },
      { 'MCP-Protocol-Version': '1999-01-01' },
      { 'MCP-Protocol-Version': '2026-07-28' },
      { 'Mcp-Method': 'tools/list' },
      { 'Mcp-Name': 'refused' },
      { 'Mcp-Name': '=?base64?dGV4dA==?=' },
      { 'Mcp-Name': ' text ' },
      { 'Mcp-Session-Id': 'guess' },
      { 'Mcp-Param-Region': 'eu' },
    ] as Array<Record<string, string>>) {
      await same({ ...call, headers })
    }
  })
})

test.each(['legacy', 'modern'] as const)('progress that was asked for comes while the tool runs, %s era', async (era) => {
  let finish = (): void => {}
  const heard = new Promise<void>((resolve) => (finish = resolve))
  const app = createApp({ name: 'slow', version: '1', store: memory(), logger: pino({ level: 'silent' }) })
  app.tool('slow', { title: 'S', description: 'S', effect: 'read', input: NOTHING, output: NOTHING }, async (_, { mcp }) => {
    const progressToken = mcp?.mcpReq._meta?.progressToken ?? ''
    await mcp?.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: 1 } })
    // ends only once its caller has heard of it
    await heard
    return reply({ model: {}, text: 'end' })
  })
  const open = await app.listen({ port: 0 })
  try {
    const client = await connect(open.mcpUrl, era)
    const answer = await client.callTool({ name: 'slow', arguments: {} }, { onprogress: () => finish() })
    expect(answer.content).toEqual([{ type: 'text', text: 'end' }])
  } finally {
    await open.close()
  }
})

test('R18 2,000 malformed requests are answered the same both ways', { timeout: 120_000 }, async () => {
  const ways = await openTwoWays((more) => createTargetApp(pino({ level: 'silent' }), more))
  try {
    for (let seed = 500_000; seed < 502_000; seed++) {
      const { port: _, ...given } = attack(seededRandom(seed), 0)
      // streams of news do not end
      if (JSON.stringify(given.body).includes('subscriptions')) continue
      const { short, sdk } = await ways.ask(given)
      expect([seed, short]).toEqual([seed, sdk])
    }
  } finally {
    await ways.close()
  }
})

test('the everything app is answered by the SDK where it logs, and lists the same', async () => {
  const ways = await openTwoWays((more) => createEverythingApp(pino({ level: 'silent' }), more.mcp))
  const { short, sdk } = await ways.ask(request({ era: 'modern', method: 'tools/list' }))
  expect(short).toEqual(sdk)
  await ways.close()
})
