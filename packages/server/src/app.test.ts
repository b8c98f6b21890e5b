import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { App } from './app.ts'
import { memory } from './memory.ts'
import { connect, ERAS, logInto, openApp, type LogLine } from './testing/open-app.ts'
import { reply } from './tools/reply.ts'
import { toolError } from './tools/tool-refusal.ts'

const html = '<!doctype html><html lang="en"><title>Eggs</title></html>'
const empty = z.strictObject({})
const text = z.strictObject({ text: z.string() })

function declareDemo(app: App): void {
  const view = app.view('eggs', {
    html: () => html,
    describe: 'Eggs, shown',
    border: true,
    domain: 'https://eggs.example.com',
    csp: { connect: [], resource: ['https://cdn.example.com'], redirect: ['https://shop.example.com'] },
  })
  const base = { title: 'Eggs', description: 'Use this when eggs are wanted.', output: text }
  app.tool(
    'show_eggs',
    { ...base, effect: 'read', input: z.strictObject({ count: z.int().min(1).default(1) }), view, status: ['Boiling…', 'Boiled'] },
    ({ count }) => reply({ model: { text: `${count}` }, text: `There are ${count} eggs.`, private: { secretShelf: 7 } }),
  )
  app.tool('sync_eggs', { ...base, effect: 'write', idempotent: true, visibility: ['app'], input: empty }, () =>
    reply({ model: { text: '' }, text: 'Saved.' }),
  )
  app.tool('smash_eggs', { ...base, effect: 'destroy', confirm: 'host', openWorld: true, visibility: ['model'], input: empty }, () =>
    reply({ model: { text: 'all' }, text: 'Gone.', close: true }),
  )
  app.tool('refuse', { ...base, effect: 'write', input: empty }, () => {
    throw toolError('stale_base', 'The eggs have changed. Read them again.', { path: 'baseRevision', data: { current: { revision: 7 } } })
  })
  app.tool('crash', { ...base, effect: 'write', input: empty }, () => {
    throw new Error('password=hunter2 at /srv/eggs.ts')
  })
  app.tool('hints', { ...base, effect: 'read', input: empty }, (_, context) => {
    const { session, subject, locale, widgetSessionId } = context
    return reply({ model: { text: JSON.stringify({ session, subject, locale, widgetSessionId }) }, text: 'ok' })
  })
}

describe.each(ERAS)('over MCP, %s era', (era) => {
  test('S1.D.2 every tool states all four hints, as its effect says', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    const { tools } = await client.listTools()
    const hints = Object.fromEntries(tools.map((tool) => [tool.name, tool.annotations]))
    expect(hints['show_eggs']).toEqual({ readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false })
    expect(hints['sync_eggs']).toEqual({ readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false })
    expect(hints['smash_eggs']).toEqual({ readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true })
  })

  test('S1.I.5 S1.I.4 tool metadata comes in both dialects and says who may call', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    const { tools } = await client.listTools()
    const meta = Object.fromEntries(tools.map((tool) => [tool.name, tool._meta]))
    const uri = expect.stringMatching(/^ui:\/\/demo\/eggs-[0-9a-f]{16}\.html$/)
    expect(meta['show_eggs']).toEqual({
      securitySchemes: [{ type: 'noauth' }],
      ui: { resourceUri: uri, visibility: ['model', 'app'] },
      'openai/outputTemplate': uri,
      'openai/widgetAccessible': true,
      'openai/visibility': 'public',
      'openai/toolInvocation/invoking': 'Boiling…',
      'openai/toolInvocation/invoked': 'Boiled',
    })
    expect(meta['sync_eggs']).toEqual({ ui: { visibility: ['app'] }, 'openai/widgetAccessible': true, 'openai/visibility': 'private' })
    expect(meta['smash_eggs']).toEqual({
      securitySchemes: [{ type: 'noauth' }],
      ui: { visibility: ['model'] },
      'openai/widgetAccessible': false,
      'openai/visibility': 'public',
    })
  })

  test('S2.G.1 S2.U.1 S2.U.2 the template a tool names is readable, with its metadata on the contents in both dialects', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    const { tools } = await client.listTools()
    const uri = String(tools.find((tool) => tool.name === 'show_eggs')?._meta?.['openai/outputTemplate'])
    const { contents } = await client.readResource({ uri })
    const { resources } = await client.listResources()
    const _meta = {
      ui: { prefersBorder: true, csp: { connectDomains: [], resourceDomains: ['https://cdn.example.com'] } },
      'openai/ui': { availableDisplayModes: ['inline'], preferredDisplayMode: 'inline' },
      'openai/widgetDescription': 'Eggs, shown',
      'openai/widgetPrefersBorder': true,
      'openai/widgetDomain': 'https://eggs.example.com',
      'openai/widgetCSP': { connect_domains: [], resource_domains: ['https://cdn.example.com'], redirect_domains: ['https://shop.example.com'] },
    }
    expect(contents).toEqual([{ uri, mimeType: 'text/html;profile=mcp-app', text: html, _meta }])
    expect(resources).toMatchObject([{ uri, mimeType: 'text/html;profile=mcp-app', _meta }])
  })

  test('S2.U.8 the URI follows the content; old hashes and the bare name stay readable; others are an error', async () => {
    let page = html
    const open = await openApp((app) => void app.view('eggs', { html: () => page, describe: 'Eggs', border: false }))
    const client = await connect(open.mcpUrl, era)
    const first = (await client.listResources()).resources[0]?.uri ?? ''
    page = html.replace('Eggs', 'More eggs')
    const second = (await client.listResources()).resources[0]?.uri ?? ''
    expect(second).not.toBe(first)
    for (const uri of [first, second, 'ui://demo/eggs.html']) {
      const { contents } = await client.readResource({ uri })
      expect(contents).toMatchObject([{ uri, text: page }])
    }
    for (const uri of ['ui://demo/ham.html', 'ui://demo/eggs-xyz.html', 'ui://other/eggs.html']) {
      await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32602 })
    }
  })

  test('S1.H.1 a result has content for people, structuredContent for the model, _meta for the view', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    const result = await client.callTool({ name: 'show_eggs', arguments: { count: 3 } })
    expect(result).toMatchObject({
      content: [{ type: 'text', text: 'There are 3 eggs.' }],
      structuredContent: { text: '3' },
      _meta: { secretShelf: 7 },
    })
    expect(result.isError).not.toBe(true)
    expect((await client.callTool({ name: 'show_eggs', arguments: {} })).structuredContent).toEqual({ text: '1' })
  })

  test('S1.H.3 a reply can ask the host to close the view', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    expect((await client.callTool({ name: 'smash_eggs', arguments: {} }))._meta).toMatchObject({ 'openai/closeWidget': true })
  })

  test('a wrong argument is a tool error that names its path', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    const result = await client.callTool({ name: 'show_eggs', arguments: { count: 0 } })
    expect(result).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'invalid_request', path: 'count' } } })
    expect(JSON.stringify(result.content)).toContain('at count')
    expect(result.structuredContent).toBeUndefined()
    const unknown = await client.callTool({ name: 'show_eggs', arguments: { count: 1, price: -1 } })
    expect(unknown).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'invalid_request' } } })
  })

  test('a refusal carries its message to the model and its code to the view', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    const result = await client.callTool({ name: 'refuse', arguments: {} })
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'The eggs have changed. Read them again.' }],
      _meta: { 'lockstep/error': { code: 'stale_base', path: 'baseRevision', current: { revision: 7 } } },
    })
    expect(result.structuredContent).toBeUndefined()
  })

  test('SEC23 an unexpected error is logged with its stack and answered by id only', async () => {
    const lines: LogLine[] = []
    const open = await openApp(declareDemo, { logger: logInto(lines) })
    const client = await connect(open.mcpUrl, era)
    const result = await client.callTool({ name: 'crash', arguments: {} })
    expect(result).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'internal_error', errorId: expect.stringMatching(/^err_/) } } })
    expect(JSON.stringify(result)).not.toMatch(/hunter2|srv|stack/)
    const logged = lines.find((line) => line.msg === 'tool failed unexpectedly')
    expect(JSON.stringify(logged)).toContain('hunter2')
    expect(JSON.stringify(result)).toContain(String(logged?.['errorId']))
  })

  test('SEC23 a view that cannot be loaded is told without its path, and logged', async () => {
    const lines: LogLine[] = []
    const html = (): Promise<string> => readFile('/nowhere/eggs.html', 'utf8')
    const open = await openApp((app) => void app.view('eggs', { html, describe: 'Eggs', border: true }), { logger: logInto(lines) })
    const client = await connect(open.mcpUrl, era)
    const failed = await client.readResource({ uri: 'ui://demo/eggs.html' }).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: -32603 })
    expect(String(failed)).not.toContain('nowhere')
    expect(JSON.stringify(lines)).toContain('/nowhere/eggs.html')
  })

  test('R11 a store in trouble is told as unavailable, not as success', async () => {
    const store = memory()
    await store.close()
    const declare = (app: App) =>
      app.tool('save', { title: 'S', description: 'Save', effect: 'write', input: empty, output: text }, async () => {
        await app.store.load({ documentId: 'd' })
        return reply({ model: { text: 'saved' }, text: 'Saved.' })
      })
    const client = await connect((await openApp(declare, { store })).mcpUrl, era)
    expect(await client.callTool({ name: 'save', arguments: {} })).toMatchObject({
      isError: true,
      _meta: { 'lockstep/error': { code: 'unavailable' } },
    })
  })

  test('an unknown tool is a protocol error', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    await expect(client.callTool({ name: 'nobody', arguments: {} })).rejects.toMatchObject({ code: -32602 })
  })

  test('hints are read from the request, and dropped when they are not short strings', async () => {
    const client = await connect((await openApp(declareDemo)).mcpUrl, era)
    const call = async (_meta: Record<string, unknown>): Promise<unknown> => {
      const result = await client.callTool({ name: 'hints', arguments: {}, _meta })
      return JSON.parse(z.object({ text: z.string() }).parse(result.structuredContent).text)
    }
    const given = { 'openai/session': 's', 'openai/subject': 'u', 'openai/locale': 'de-CH', 'openai/widgetSessionId': 'w' }
    expect(await call(given)).toEqual({ session: 's', subject: 'u', locale: 'de-CH', widgetSessionId: 'w' })
    const wrong = { 'openai/session': 7, 'openai/subject': { a: 1 }, 'openai/locale': '', 'openai/widgetSessionId': 'w'.repeat(201) }
    expect(await call(wrong)).toEqual({ session: null, subject: null, locale: null, widgetSessionId: null })
  })

  test('SEC17 fifty clients at once each get their own answers', async () => {
    const open = await openApp((app) =>
      app.tool('echo', { title: 'E', description: 'Echo', effect: 'read', input: text, output: text }, async (input) => {
        await new Promise((resolve) => setImmediate(resolve))
        return reply({ model: input, text: input.text, private: { nonce: input.text } })
      }),
    )
    const foreign = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const client = await connect(open.mcpUrl, era)
        const nonces = Array.from({ length: 4 }, (__, turn) => `nonce-${index}-${turn}`)
        const results = await Promise.all(nonces.map((nonce) => client.callTool({ name: 'echo', arguments: { text: nonce } })))
        return results.filter((result, turn) => {
          const own = nonces[turn] ?? ''
          const parts = [result.structuredContent, result.content, result._meta]
          return !parts.every((part) => JSON.stringify(part).includes(`"${own}"`))
        })
      }),
    )
    expect(foreign.flat()).toEqual([])
  })
})

describe('what leaves a tool', () => {
  const leaky = { title: 'L', description: 'Leak', effect: 'read', input: empty } as const
  const row = { id: 'a', cost: 42 }

  test('SEC19 a member the output does not declare never leaves', async () => {
    const open = await openApp((app) =>
      app.tool('leak', { ...leaky, output: z.strictObject({ rows: z.array(z.object({ id: z.string() })) }) }, () =>
        reply({ model: { rows: [row] }, text: 'x' }),
      ),
    )
    const result = await (await connect(open.mcpUrl, 'modern')).callTool({ name: 'leak', arguments: {} })
    expect(result.structuredContent).toEqual({ rows: [{ id: 'a' }] })
    expect(JSON.stringify(result)).not.toContain('42')
  })

  test.each([
    [true, 'invalid_output'],
    [false, 'internal_error'],
  ])('an answer that breaks its schema is an error, development %s -> %s, and is logged', async (isDevelopment, code) => {
    const lines: LogLine[] = []
    const declare = (app: App) =>
      app.tool('leak', { ...leaky, output: z.strictObject({ rows: z.array(z.strictObject({ id: z.string() })) }) }, () =>
        reply({ model: { rows: [row] }, text: 'x' }),
      )
    const open = await openApp(declare, { isDevelopment, logger: logInto(lines) })
    const result = await (await connect(open.mcpUrl, 'modern')).callTool({ name: 'leak', arguments: {} })
    expect(result).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code } } })
    expect(JSON.stringify(result)).not.toContain('42')
    expect(JSON.stringify(result.content).includes('rows.0')).toBe(isDevelopment)
    expect(lines).toContainEqual(expect.objectContaining({ tool: 'leak', path: 'rows.0' }))
  })

  test('S1.H.1 content is never empty', async () => {
    const open = await openApp((app) => app.tool('mute', { ...leaky, output: text }, () => reply({ model: { text: 'said' }, text: '  ' })))
    const result = await (await connect(open.mcpUrl, 'modern')).callTool({ name: 'mute', arguments: {} })
    expect(result.content).toEqual([{ type: 'text', text: 'L: done. Its data: {"text":"said"}' }])
  })

  test.each([
    [12_000, true],
    [100, false],
  ])('S1.H.2 an answer of %i bytes and more: warned in the log %s', async (length, isWarned) => {
    const lines: LogLine[] = []
    const open = await openApp(
      (app) => app.tool('long', { ...leaky, output: text }, () => reply({ model: { text: 'é'.repeat(length / 2) }, text: 'x' })),
      { logger: logInto(lines) },
    )
    await (await connect(open.mcpUrl, 'modern')).callTool({ name: 'long', arguments: {} })
    expect(lines.some((line) => line.level === 40 && line['tool'] === 'long')).toBe(isWarned)
  })
})
