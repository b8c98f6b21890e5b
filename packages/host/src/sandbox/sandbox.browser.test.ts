import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchChromium } from '../../../../test/support/chromium.ts'
import type { Golden } from '@lockstep/contract/golden'
import type { Instance } from '../api/host-state.ts'
import { startHost, type RunningHost } from '../start-host.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'
import { pipePageDir } from '../testing/pipe-page.ts'

const VIEW = `<!doctype html><html><head><script>
  window.atStart = {
    present: typeof window.openai === 'object',
    toolOutput: window.openai.toolOutput,
    writable: Object.getOwnPropertyDescriptor(window, 'openai').writable,
    frozen: Object.isFrozen(window.openai),
  }
  window.messages = []
  addEventListener('message', (event) => window.messages.push(event.data))
  const wait = (id) => new Promise((resolve) => addEventListener('message', (event) => { if (event.data.id === id) resolve(event.data) }))
  window.request = (id, method, params) => { const answer = wait(id); parent.postMessage({ jsonrpc: '2.0', id, method, params }, '*'); return answer }
</script></head><body><p id="hello">hello view</p><a id="away" href="https://example.com/">away</a></body></html>`

const golden: Golden = {
  version: 1,
  starters: [],
  prompts: [{ id: 'show', kind: 'direct', patterns: ['show it'], examples: [], call: { tool: 'show', arguments: {} } }],
}

let browser: Browser
let server: TestServer
let canary: Server
let canaryUrl: string
let canaryHits = 0
let host: RunningHost

beforeAll(async () => {
  canary = createServer((_request, response) => {
    canaryHits += 1
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('hit')
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  canaryUrl = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/`
  server = await startTestServer({
    tools: [
      {
        name: 'show',
        annotations: { readOnlyHint: true },
        meta: { ui: { resourceUri: 'ui://test/view.html' } },
        run: () => ({ content: [{ type: 'text', text: 'shown' }], structuredContent: { apples: 3 }, _meta: { secret: 'for the view' } }),
      },
      { name: 'echo', meta: { ui: { visibility: ['app'] } }, run: (args) => ({ content: [], structuredContent: { echoed: args } }) },
    ],
    resources: [{ uri: 'ui://test/view.html', mimeType: 'text/html;profile=mcp-app', text: VIEW }],
  })
  host = await startHost({ apps: [{ name: 'test', mcpUrl: server.mcpUrl, golden }], port: 0, sandboxPort: 0, pageDir: await pipePageDir() })
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await host?.close()
  await server?.close()
  await new Promise((resolve) => canary.close(resolve))
})

async function mounted(): Promise<{ page: Page; inner: Frame; outer: Frame; instance: Instance }> {
  host.core.reset()
  const page = await browser.newPage()
  await page.goto(host.url)
  host.core.sendMessage('show it')
  await host.core.whenIdle()
  const instance = host.core.getState().instances.at(-1)
  if (instance === undefined) throw new Error('no view was mounted')
  const inner = await vi.waitUntil(() => page.frames().find((frame) => frame.parentFrame()?.url() === instance.frameUrl), { timeout: 10_000 })
  await inner.waitForSelector('#hello')
  const outer = inner.parentFrame()
  if (outer === null) throw new Error('no outer frame')
  return { page, inner, outer, instance }
}

describe('the double frame', () => {
  it('H5 has two origins, neither null, both on another site than the page', async () => {
    const { page, inner, outer } = await mounted()
    const origins = await Promise.all([page, outer, inner].map((target) => target.evaluate(() => globalThis.origin)))
    expect(new Set(origins).size).toBe(3)
    expect(origins).not.toContain('null')
    const sites = origins.map((origin) => new URL(origin ?? '').hostname.split('.').slice(-2).join('.'))
    expect(sites[0]).toBe('localhost')
    expect(sites[1]).not.toBe('localhost')
    expect(new Set(sites).size).toBe(3)
    await page.close()
  })

  it('S2.W.1 keeps the page, dialogs, popups and the clipboard out of the view’s reach', async () => {
    const { page, inner } = await mounted()
    const outcome = await inner.evaluate(async () => {
      const thrown = (run: () => unknown): string => {
        try {
          return `no: ${String(run())}`
        } catch (error) {
          return error instanceof Error ? error.name : 'thrown'
        }
      }
      const clipboard = await navigator.clipboard.writeText('x').then(
        () => 'written',
        () => 'refused',
      )
      return {
        parent: thrown(() => window.parent.document.title),
        top: thrown(() => window.top?.document.title),
        navigateTop: thrown(() => {
          if (window.top) window.top.location.href = 'about:blank'
          return 'navigated'
        }),
        confirm: window.confirm('may I?'),
        prompt: window.prompt('who?'),
        popup: window.open('about:blank') === null,
        clipboard,
      }
    })
    expect(outcome).toMatchObject({ parent: 'SecurityError', top: 'SecurityError', confirm: false, prompt: null, popup: true, clipboard: 'refused' })
    expect(page.url()).toBe(`${host.url}/`)
    await page.close()
  })

  it('S2.W.1 enforces the declared CSP: an undeclared server gets no request, and the breach is reported', async () => {
    const { page, inner } = await mounted()
    const before = canaryHits
    const outcome = await inner.evaluate(async (url) => {
      const image = new Promise((resolve) => {
        const picture = new Image()
        picture.addEventListener('load', () => resolve('loaded'))
        picture.addEventListener('error', () => resolve('blocked'))
        picture.src = url
      })
      const fetched = await fetch(url).then(
        () => 'fetched',
        () => 'blocked',
      )
      navigator.sendBeacon(url, 'x')
      return { fetched, image: await image }
    }, canaryUrl)
    expect(outcome).toEqual({ fetched: 'blocked', image: 'blocked' })
    const violations = await vi.waitUntil(
      () => {
        const found = host.core.getState().instances.at(-1)?.violations ?? []
        return found.some(({ directive }) => directive === 'connect-src') ? found : null
      },
      { timeout: 10_000 },
    )
    expect(violations[0]?.hint).toContain('_meta.ui.csp')
    expect(canaryHits).toBe(before)
    await page.close()
  })

  it('H28 S2.W.2 gives the view a frozen window.openai before its own scripts run', async () => {
    const { page, inner } = await mounted()
    const atStart = await inner.evaluate(() => (window as unknown as { atStart: unknown }).atStart)
    expect(atStart).toEqual({ present: true, toolOutput: { apples: 3 }, writable: false, frozen: true })
    const mutation = await inner.evaluate(() => {
      const { openai } = window as unknown as { openai: { toolOutput: { apples: number } } }
      try {
        openai.toolOutput.apples = 99
      } catch {
        // A frozen object may refuse loudly or silently; what counts is the value.
      }
      return openai.toolOutput.apples
    })
    expect(mutation).toBe(3)
    await page.close()
  })

  it('H10 S2.W.3 answers tools/call over window.openai and shows its result envelope', async () => {
    const { page, inner } = await mounted()
    const answer = await inner.evaluate(async () => {
      const { openai } = window as unknown as {
        openai: { callTool(name: string, args: object): Promise<unknown>; toolResponseMetadata: { mcp_tool_result: { _meta: object } } }
      }
      return { result: await openai.callTool('echo', { by: 'openai' }), meta: openai.toolResponseMetadata.mcp_tool_result._meta }
    })
    expect(answer.result).toMatchObject({ structuredContent: { echoed: { by: 'openai' } } })
    expect(answer.meta).toMatchObject({ secret: 'for the view' })
    await page.close()
  })

  it('H7 answers ui/initialize and tools/call over the bridge, and sends the data only after initialized', async () => {
    const { page, inner } = await mounted()
    type Bridge = {
      request(id: number, method: string, params: object): Promise<{ result: { hostContext?: { theme?: string }; structuredContent?: object } }>
      messages: Array<{ method?: string }>
    }
    const first = await inner.evaluate(async () => {
      const bridge = window as unknown as Bridge
      const initialized = await bridge.request(1, 'ui/initialize', {
        protocolVersion: '2026-01-26',
        appInfo: { name: 'v', version: '1' },
        appCapabilities: {},
      })
      return { theme: initialized.result.hostContext?.theme, methods: bridge.messages.map(({ method }) => method ?? 'answer') }
    })
    expect(first).toEqual({ theme: 'light', methods: ['answer'] })
    await inner.evaluate(() => parent.postMessage({ jsonrpc: '2.0', method: 'ui/notifications/initialized' }, '*'))
    await inner.waitForFunction(() => (window as unknown as Bridge).messages.some(({ method }) => method === 'ui/notifications/tool-result'))
    const second = await inner.evaluate(async () => {
      const bridge = window as unknown as Bridge
      const echoed = await bridge.request(2, 'tools/call', { name: 'echo', arguments: { by: 'bridge' } })
      return { echoed: echoed.result.structuredContent, methods: bridge.messages.map(({ method }) => method ?? 'answer') }
    })
    expect(second).toEqual({
      echoed: { echoed: { by: 'bridge' } },
      methods: ['answer', 'ui/notifications/tool-input', 'ui/notifications/tool-result', 'answer'],
    })
    await page.close()
  })

  it('H12 keeps the view’s state over a reload of the page', async () => {
    const { page, inner, instance } = await mounted()
    await inner.evaluate(() =>
      (window as unknown as { openai: { setWidgetState(state: object): void } }).openai.setWidgetState({
        privateContent: { draft: 'milk' },
        modelContent: null,
        imageIds: [],
      }),
    )
    await vi.waitUntil(() => host.core.getState().instances.at(-1)?.widgetState !== null, { timeout: 10_000 })
    await page.reload()
    const again = await vi.waitUntil(() => page.frames().find((frame) => frame.parentFrame()?.url() === instance.frameUrl), { timeout: 10_000 })
    await again.waitForSelector('#hello')
    const state = await again.evaluate(() => (window as unknown as { openai: { widgetState: unknown } }).openai.widgetState)
    expect(state).toEqual({ privateContent: { draft: 'milk' }, modelContent: null, imageIds: [] })
    await page.close()
  })

  it('notices that the view navigated itself away', async () => {
    const { page, inner } = await mounted()
    const before = canaryHits
    await inner.evaluate((url) => {
      location.href = url
    }, canaryUrl)
    await vi.waitUntil(() => host.core.getState().instances.at(-1)?.phase === 'lost', { timeout: 10_000 })
    expect(canaryHits).toBe(before)
    await page.close()
  })

  it('SEC6 drops a flood and what is too large, and goes on serving', async () => {
    const { page, inner } = await mounted()
    const dropped = (reason: string): Promise<unknown> =>
      vi.waitUntil(() => host.core.getState().trace.some(({ name, detail }) => name === 'view.dropped' && detail['reason'] === reason), {
        timeout: 10_000,
      })
    await inner.evaluate(() =>
      parent.postMessage({ jsonrpc: '2.0', method: 'openai/setWidgetState', params: { args: [{ x: 'x'.repeat(1_100_000) }] } }, '*'),
    )
    await dropped('too large')
    expect(host.core.getState().instances.at(-1)?.widgetState).toBeNull()
    await inner.evaluate(() => {
      for (let index = 0; index < 20_000; index += 1) parent.postMessage({ jsonrpc: '2.0', id: `flood-${index}`, method: 'ping' }, '*')
      parent.postMessage({ jsonrpc: '2.0', id: 'forged', method: 'lockstep/sandbox-lost' }, '*')
    })
    await dropped('flood')
    await inner.waitForFunction(() => {
      const { openai } = window as unknown as { openai: { callTool(name: string, args: object): Promise<unknown> } }
      return Promise.race([openai.callTool('echo', {}).then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 500))])
    })
    expect(host.core.getState().instances.at(-1)?.phase).not.toBe('lost')
    await page.close()
  })
})
