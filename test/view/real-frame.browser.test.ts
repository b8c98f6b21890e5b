import { fileURLToPath } from 'node:url'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { bundleView } from '../../packages/build/src/bundle-view.ts'
import type { OpenAiFacade } from '../../packages/view/src/openai/index.ts'
import type { ViewRuntime } from '../../packages/view/src/index.ts'
import { launchChromium } from '../support/chromium.ts'

/** What the frame's globals are, for functions that run there. */
declare const runtime: ViewRuntime
declare const facade: OpenAiFacade
declare const called: unknown[]

type Rpc = { id?: number; method?: string; params?: Record<string, unknown> }

let browser: Browser
let script = ''
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  const bundle = await bundleView(fileURLToPath(new URL('../../packages/view/test/frame-entry.ts', import.meta.url)), 'preact')
  script = bundle.script
})
afterAll(() => browser.close())
afterEach(() => page.context().close())

/** What a host does in its page: answers all that is asked, keeps what it got, and is early with the result. */
function playHost(hasBridge: boolean): void {
  const received: Rpc[] = []
  const result = { content: [], structuredContent: { count: 2 }, _meta: { hidden: true, 'openai/widgetSessionId': 'w_1' } }
  Object.assign(window, { received })
  window.addEventListener('message', ({ data, source }: MessageEvent<Rpc>) => {
    received.push(data)
    const post = (message: object) => (source as Window).postMessage({ jsonrpc: '2.0', ...message }, '*')
    if (!hasBridge || data.id === undefined) return
    if (data.method === 'ui/initialize') {
      post({ method: 'ui/notifications/tool-input', params: { arguments: { add: 'eggs' } } })
      post({ method: 'ui/notifications/tool-result', params: result })
      const hostCapabilities = { serverTools: {}, openLinks: {}, message: {}, updateModelContext: {} }
      post({ id: data.id, result: { protocolVersion: '2026-01-26', hostInfo: {}, hostCapabilities, hostContext: { theme: 'dark' } } })
    } else if (data.params?.['name'] !== 'slow') {
      post({ id: data.id, result: data.method === 'tools/call' ? { content: [], structuredContent: data.params } : { mode: 'fullscreen' } })
    }
  })
}

/** Frozen and not writable, as ChatGPT's is. */
function installOpenAi(): void {
  const calls: unknown[] = []
  const record =
    (name: string, answer: unknown) =>
    (...args: unknown[]) => {
      calls.push([name, ...args])
      return Promise.resolve(answer)
    }
  const openai = {
    toolInput: { add: 'eggs' },
    toolOutput: { count: 2 },
    toolResponseMetadata: { status: 'success', mcp_tool_result: { content: [], structuredContent: { count: 2 }, _meta: { hidden: true } } },
    widgetState: null,
    theme: 'dark',
    callTool: record('callTool', { content: [], structuredContent: {} }),
    sendFollowUpMessage: record('sendFollowUpMessage', undefined),
    requestDisplayMode: record('requestDisplayMode', { mode: 'fullscreen' }),
    requestModal: record('requestModal', { closed: true }),
    openExternal: record('openExternal', undefined),
    getFileDownloadUrl: record('getFileDownloadUrl', { downloadUrl: 'https://files.test/f' }),
    setWidgetState: record('setWidgetState', undefined),
  }
  Object.defineProperty(window, 'openai', { value: Object.freeze(openai), writable: false, configurable: false })
  Object.assign(window, { called: calls })
}

async function open(options: { hasBridge: boolean; hasOpenAi: boolean }): Promise<Frame> {
  const context = await browser.newContext()
  page = await context.newPage()
  await page.evaluate(playHost, options.hasBridge)
  await page.evaluate(
    ([code, before]) => {
      const frame = document.createElement('iframe')
      // a stray closing tag inside the bundle's texts must not end the script
      const html = `<!doctype html><html lang="en"><body><button id="opener">Open</button><script>${before}</script><script type="module">${code}</script></body></html>`
      frame.srcdoc = html
      document.body.append(frame)
    },
    [script.replaceAll('</script', '<\\/script'), options.hasOpenAi ? `(${installOpenAi.toString()})()` : ''] as const,
  )
  await expect.poll(() => page.frames().length).toBe(2)
  const frame = page.frames()[1]
  if (!frame) throw new Error('expected the view in a frame of its own, found none')
  await frame.waitForFunction(() => 'facade' in globalThis && !['connecting', 'standalone'].includes(runtime.getSnapshot().connection))
  return frame
}

const sent = (method: string) =>
  page.evaluate(
    (wanted) => (Reflect.get(window, 'received') as Rpc[]).filter((message) => message.method === wanted).map(({ params }) => params),
    method,
  )

describe('a real frame, the bridge alone', () => {
  test('a result that comes before the handshake is answered is not lost', async () => {
    const frame = await open({ hasBridge: true, hasOpenAi: false })
    const seen = await frame.evaluate(() => {
      const { toolInput, toolResult, connection, widgetSessionId } = runtime.getSnapshot()
      return { toolInput, output: toolResult?.structuredContent, connection, widgetSessionId, theme: document.documentElement.dataset['theme'] }
    })
    expect(seen).toEqual({ toolInput: { add: 'eggs' }, output: { count: 2 }, connection: 'bridge', widgetSessionId: 'w_1', theme: 'dark' })
  })

  test('X1 X4 X5 X7 old forms go out canonical', async () => {
    const frame = await open({ hasBridge: true, hasOpenAi: false })
    await frame.evaluate(async () => {
      await facade.callTool({ name: 'get_cart', args: { id: 1 } })
      await facade.callTool('get_cart', { id: 1 })
      await facade.sendFollowUpMessage({ message: 'hello' })
      await facade.requestDisplayMode('fullscreen')
      await facade.openExternal('https://shop.example/', { redirectUrl: false })
    })
    const call = { name: 'get_cart', arguments: { id: 1 }, _meta: { 'openai/widgetSessionId': 'w_1' } }
    expect(await sent('tools/call')).toEqual([call, call])
    expect(await sent('ui/message')).toEqual([{ role: 'user', content: [{ type: 'text', text: 'hello' }] }])
    expect(await sent('ui/request-display-mode')).toEqual([{ mode: 'fullscreen' }])
    expect(await sent('ui/open-link')).toEqual([{ url: 'https://shop.example/' }])
  })

  test('S1.B.5 a call given up is cancelled at the host', async () => {
    const frame = await open({ hasBridge: true, hasOpenAi: false })
    const code = await frame.evaluate(async () => {
      const abort = new AbortController()
      const call = runtime.callTool('slow', {}, { signal: abort.signal }).then(
        () => 'answered',
        (error: { code: string }) => error.code,
      )
      await Promise.resolve()
      setTimeout(() => abort.abort(), 0)
      return call
    })
    expect(code).toBe('VIEW_ABORTED')
    await expect.poll(() => sent('notifications/cancelled')).toHaveLength(1)
    const id = await page.evaluate(() => (Reflect.get(window, 'received') as Rpc[]).find((message) => message.method === 'tools/call')?.id)
    expect(await sent('notifications/cancelled')).toEqual([{ requestId: id }])
  })

  test('S1.B.1 X2 toolOutput is frozen, and its _meta does not show', async () => {
    const frame = await open({ hasBridge: true, hasOpenAi: false })
    const seen = await frame.evaluate(() => {
      const { toolOutput } = facade
      let error = ''
      try {
        Object.assign(toolOutput ?? {}, { count: 9 })
      } catch (cause) {
        error = (cause as Error).name
      }
      return { error, json: JSON.stringify(toolOutput), meta: toolOutput?.['_meta'] }
    })
    expect(seen).toEqual({ error: 'TypeError', json: '{"count":2}', meta: { hidden: true, 'openai/widgetSessionId': 'w_1' } })
  })

  test('X6 S2.A.7 without a host for it, a dialog of the view: text only, focus held in it and given back, Escape closes', async () => {
    const frame = await open({ hasBridge: true, hasOpenAi: false })
    await frame.locator('#opener').focus()
    const closed = frame.evaluate(() =>
      facade.requestModal({ title: 'Sure?', content: '<img src=x onerror="document.title=1">' }).then(() => 'closed'),
    )
    const dialog = frame.getByRole('dialog', { name: 'Sure?' })
    await dialog.waitFor()
    expect(await dialog.getByRole('paragraph').textContent()).toBe('<img src=x onerror="document.title=1">')
    expect(await dialog.locator('img').count()).toBe(0)
    for (let press = 0; press < 3; press += 1) {
      expect(await frame.evaluate(() => document.activeElement?.id)).not.toBe('opener')
      await page.keyboard.press('Tab')
    }
    await dialog.getByRole('button', { name: 'OK' }).focus()
    await page.keyboard.press('Escape')
    expect(await closed).toBe('closed')
    expect(await frame.evaluate(() => [document.activeElement?.id, document.querySelectorAll('dialog').length])).toEqual(['opener', 0])
  })
})

describe('a real frame, window.openai alone, frozen and not writable', () => {
  test('X1 X2 X4 X5 X6 X7 X8 X9 old forms go out canonical', async () => {
    const frame = await open({ hasBridge: false, hasOpenAi: true })
    const seen = await frame.evaluate(async () => {
      await facade.callTool({ name: 'get_cart', arguments: { id: 1 } })
      await facade.sendFollowUpMessage('hello')
      const granted = await facade.requestDisplayMode('fullscreen')
      const modal = await facade.requestModal({ title: 'Sure?', content: 'All of it', anchor: {} })
      await facade.openExternal('https://shop.example/', { redirectUrl: false })
      const file = await facade.getFileDownloadUrl?.('f')
      const written = facade.setWidgetState({ tab: 'a' })
      return { granted, modal, file, state: facade.widgetState, isPromise: written instanceof Promise, meta: facade.toolOutput?.['_meta'], called }
    })
    expect(seen).toEqual({
      granted: { mode: 'fullscreen' },
      modal: { closed: true },
      file: { downloadUrl: 'https://files.test/f' },
      state: { tab: 'a' },
      isPromise: true,
      meta: { hidden: true },
      called: [
        ['callTool', 'get_cart', { id: 1 }],
        ['sendFollowUpMessage', { prompt: 'hello' }],
        ['requestDisplayMode', { mode: 'fullscreen' }],
        ['requestModal', { params: { title: 'Sure?', content: 'All of it' } }],
        ['openExternal', { href: 'https://shop.example/', redirectUrl: false }],
        ['getFileDownloadUrl', { fileId: 'f' }],
        ['setWidgetState', { modelContent: { tab: 'a' }, privateContent: null, imageIds: [] }],
      ],
    })
  })
})

describe('a real frame, both roads', () => {
  test('the bridge carries calls, window.openai what it alone can do; the result that came by both counts once', async () => {
    const frame = await open({ hasBridge: true, hasOpenAi: true })
    const seen = await frame.evaluate(async () => {
      await runtime.callTool('get_cart', { id: 1 })
      await runtime.sendMessage('quietly', { scrollToBottom: false })
      runtime.setViewState({ private: { draft: 'x' }, model: { n: 1 } })
      return { count: runtime.getSnapshot().toolResultCount, called }
    })
    expect(seen).toEqual({
      count: 1,
      called: [
        ['sendFollowUpMessage', { prompt: 'quietly', scrollToBottom: false }],
        ['setWidgetState', { modelContent: { n: 1 }, privateContent: { draft: 'x' }, imageIds: [] }],
      ],
    })
    expect(await sent('tools/call')).toHaveLength(1)
    await expect.poll(() => sent('ui/update-model-context')).toEqual([{ structuredContent: { n: 1 } }])
  })
})
