import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import type { App } from '../app.ts'
import { connect, ERAS, logInto, openApp, type LogLine } from '../testing/open-app.ts'
import { reply } from '../tools/reply.ts'
import { findAppRoot } from './app-root.ts'
import { readDevOrigin, VIEW_DEV_VARIABLE } from './dev-origin.ts'
import type { ViewOptions } from './view-options.ts'

const page = (title: string): string => `<!doctype html><html lang="en"><title>${title}</title></html>`
const words = { describe: 'Eggs', border: true }
const eggs = { ...words, entry: './views/eggs.tsx' }

function declareEggs(app: App, options: ViewOptions): void {
  const view = app.view('eggs', options)
  const tool = {
    title: 'T',
    description: 'Use this when eggs are wanted.',
    effect: 'read',
    input: z.strictObject({}),
    output: z.strictObject({}),
  } as const
  app.tool('show_eggs', { ...tool, view }, () => reply({ model: {}, text: 'Eggs.' }))
  app.tool('count_eggs', tool, () => reply({ model: {}, text: '12' }))
}

/** An app's folder; `build` writes a view as the build does. */
function appFolder(): { root: string; build: (name: string, html: string) => void } {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-views-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'dist', 'views'), { recursive: true })
  return { root, build: (name, html) => writeFileSync(join(root, 'dist', 'views', `${name}.html`), html) }
}

/** A view server of development that answers what it is told to. */
async function devServer(): Promise<{ origin: string; answer: { status: number; html: string }; asked: string[] }> {
  const answer = { status: 200, html: page('Edited') }
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(answer.status, { 'Content-Type': 'text/html' }).end(answer.html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  vi.stubEnv(VIEW_DEV_VARIABLE, origin)
  onTestFinished(() => void vi.unstubAllEnvs())
  return { origin, answer, asked }
}

describe.each(ERAS)('views over MCP, %s era', (era) => {
  test('S2.U.8 S2.V.3 a view with an entry is read from the folder of built views, and follows it', async () => {
    const { root, build } = appFolder()
    build('eggs', page('Eggs'))
    const client = await connect((await openApp((app) => declareEggs(app, eggs), { root })).mcpUrl, era)
    const first = (await client.listResources()).resources[0]?.uri ?? ''
    build('eggs', page('More eggs'))
    const second = (await client.listTools()).tools[0]?._meta?.['openai/outputTemplate']
    expect(second).not.toBe(first)
    for (const uri of [first, String(second), 'ui://demo/eggs.html']) {
      expect((await client.readResource({ uri })).contents).toMatchObject([{ uri, text: page('More eggs') }])
    }
  })

  test('a view that is not built costs its tool the template, and nothing else; the log says so once', async () => {
    const lines: LogLine[] = []
    const { root, build } = appFolder()
    build('ham', page('Ham'))
    const open = await openApp(
      (app) => {
        declareEggs(app, eggs)
        app.view('ham', { ...words, entry: './views/ham.tsx' })
      },
      { root, logger: logInto(lines) },
    )
    const client = await connect(open.mcpUrl, era)
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['show_eggs', 'count_eggs'])
    expect(tools[0]?._meta).not.toHaveProperty('openai/outputTemplate')
    expect(tools[0]?._meta?.['ui']).toEqual({ visibility: ['model', 'app'] })
    await client.listTools()
    expect((await client.listResources()).resources.map(({ name }) => name)).toEqual(['ham'])
    const told = lines.filter((line) => line.level === 50)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ view: 'eggs', msg: expect.stringContaining('is it built?') })
    const failed: unknown = await client.readResource({ uri: 'ui://demo/eggs.html' }).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: -32603, message: expect.stringContaining('view eggs could not be loaded; is it built?') })
    expect(String(failed)).not.toContain(root)
    build('eggs', page('Eggs'))
    expect((await client.listTools()).tools[0]?._meta?.['openai/outputTemplate']).toMatch(/eggs-/)
  })

  test('X17 a legacy document stands beside the standard one, under its own URI, which only OpenAI’s key names', async () => {
    const html = () => page('Eggs')
    const client = await connect((await openApp((app) => declareEggs(app, { ...words, html, skybridge: true }))).mcpUrl, era)
    const { resources } = await client.listResources()
    expect(resources.map(({ mimeType }) => mimeType)).toEqual(['text/html;profile=mcp-app', 'text/html+skybridge'])
    const [standard, legacy] = resources.map(({ uri }) => uri)
    expect(legacy).toMatch(/^ui:\/\/demo\/eggs\.skybridge-[0-9a-f]{16}\.html$/)
    expect((await client.listTools()).tools[0]?._meta).toMatchObject({ ui: { resourceUri: standard }, 'openai/outputTemplate': legacy })
    const read = async (uri: string) => (await client.readResource({ uri })).contents
    for (const uri of [String(legacy), 'ui://demo/eggs.skybridge.html', 'ui://demo/eggs.skybridge-0123456789abcdef.html']) {
      expect(await read(uri)).toMatchObject([{ uri, mimeType: 'text/html+skybridge', text: html() }])
    }
    expect(await read('ui://demo/eggs.html')).toMatchObject([{ mimeType: 'text/html;profile=mcp-app' }])
    const plain = await connect((await openApp((app) => declareEggs(app, { ...words, html }))).mcpUrl, era)
    await expect(plain.readResource({ uri: 'ui://demo/eggs.skybridge.html' })).rejects.toMatchObject({ code: -32602 })
  })

  test('in development a view comes from the view server, whose origin is in its CSP alone', async () => {
    const lines: LogLine[] = []
    const { origin, answer, asked } = await devServer()
    const { root, build } = appFolder()
    build('eggs', page('Built'))
    const open = await openApp(
      (app) => {
        declareEggs(app, { ...eggs, csp: { connect: ['https://api.example.com'] } })
        app.view('made', { ...words, html: () => page('Made') })
      },
      { root, logger: logInto(lines) },
    )
    const client = await connect(open.mcpUrl, era)
    const read = async (uri: string) => (await client.readResource({ uri })).contents[0]
    const socket = origin.replace('http', 'ws')
    expect(await read('ui://demo/eggs.html')).toMatchObject({
      text: page('Edited'),
      _meta: {
        ui: { csp: { connectDomains: ['https://api.example.com', origin, socket], resourceDomains: [origin] } },
        'openai/widgetCSP': { connect_domains: ['https://api.example.com', origin, socket], resource_domains: [origin] },
      },
    })
    expect(asked).toEqual(['/views/eggs'])
    expect(JSON.stringify(await read('ui://demo/made.html'))).not.toContain(origin)
    Object.assign(answer, { status: 404, html: 'No view eggs in lockstep.config.ts.' })
    await client.listTools()
    const fallback = await read('ui://demo/eggs.html')
    expect(fallback).toMatchObject({ text: page('Built'), _meta: { ui: { csp: { connectDomains: ['https://api.example.com'] } } } })
    const told = lines.filter((line) => line.level === 40).map((line) => line.msg)
    expect(told).toEqual([`view 'eggs' is shown as it was built last: ${origin} answered 404 No view eggs in lockstep.config.ts.`])
  })
})

describe('where views come from', () => {
  test.each([
    ['http://localhost:4703', 'http://localhost:4703'],
    ['http://127.0.0.1:4703', 'http://127.0.0.1:4703'],
    ['', null],
  ])('%j is the view server %j', (value, expected) => {
    expect(readDevOrigin({ [VIEW_DEV_VARIABLE]: value })).toBe(expected)
    expect(readDevOrigin({ [VIEW_DEV_VARIABLE]: value, NODE_ENV: 'production' })).toBeNull()
  })

  test.each([
    'https://evil.example',
    'http://localhost:4703/',
    'http://localhost:4703/views',
    'localhost:4703',
    'http://localhost.evil.example',
    '*',
    'file:///srv',
  ])('SEC9 the view server %j is refused: its name goes into a CSP', (value) => {
    expect(() => readDevOrigin({ [VIEW_DEV_VARIABLE]: value })).toThrow(expect.objectContaining({ code: 'VIEW_DEV_INVALID', blame: 'user' }))
    expect(readDevOrigin({ [VIEW_DEV_VARIABLE]: value, NODE_ENV: 'production' })).toBeNull()
  })

  test('the app’s folder is the nearest with a configuration or a package', () => {
    const { root } = appFolder()
    mkdirSync(join(root, 'server', 'deep'), { recursive: true })
    writeFileSync(join(root, 'lockstep.config.ts'), '')
    expect(findAppRoot(join(root, 'server', 'deep', 'main.ts'))).toBe(root)
    writeFileSync(join(root, 'server', 'package.json'), '{}')
    expect(findAppRoot(join(root, 'server', 'deep', 'main.ts'))).toBe(join(root, 'server'))
  })

  test('two views may not share a URI, and one name is declared once', async () => {
    const view = { ...words, html: () => page('Eggs') }
    const twice = openApp((app) => void [app.view('a', view), app.view('b', { ...view, uri: 'ui://demo/a.html' })])
    await expect(twice).rejects.toMatchObject({ code: 'VIEW_DUPLICATE', blame: 'user' })
    const named = openApp((app) => void [app.view('a', view), app.view('a', { ...view, uri: 'ui://demo/b.html' })])
    await expect(named).rejects.toMatchObject({ code: 'VIEW_DUPLICATE' })
  })

  test('S2.U.8 the URI follows the metadata too: a host that caches by it would enforce the old CSP', async () => {
    const uriWith = async (csp: ViewOptions['csp']): Promise<string> => {
      const declare = (app: App) => void app.view('eggs', { ...words, html: () => page('Eggs'), ...(csp === undefined ? {} : { csp }) })
      const client = await connect((await openApp(declare)).mcpUrl, 'modern')
      return (await client.listResources()).resources[0]?.uri ?? ''
    }
    const plain = await uriWith(undefined)
    expect(await uriWith(undefined)).toBe(plain)
    expect(await uriWith({ connect: ['https://api.example.com'] })).not.toBe(plain)
  })

  test('a view whose name looks like the hash of another is itself', async () => {
    const open = await openApp((app) => {
      app.view('eggs', { ...words, html: () => page('Eggs') })
      app.view('eggs-0123456789abcdef', { ...words, html: () => page('Odd') })
    })
    const client = await connect(open.mcpUrl, 'modern')
    expect((await client.readResource({ uri: 'ui://demo/eggs-0123456789abcdef.html' })).contents).toMatchObject([{ text: page('Odd') }])
  })
})
