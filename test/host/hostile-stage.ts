import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import type { Instance } from '../../packages/host/src/api/host-state.ts'
import { startHost, type RunningHost } from '../../packages/host/src/start-host.ts'
import { goldenOf } from '../../packages/host/src/testing/core-harness.ts'
import { startTestServer, type TestServer, type TestTool } from '../../packages/host/src/testing/mcp-test-server.ts'
import { launchChromium } from '../support/chromium.ts'
import { startCanary, type Canary } from '../support/canary-server.ts'
import { HOSTILE_HTML } from './hostile-view.ts'

const MIME = 'text/html;profile=mcp-app'
const VICTIM_HTML = `<!doctype html><html><head><script>
  document.cookie = 'victim=cookie'
  localStorage.setItem('victim', 'storage')
  sessionStorage.setItem('victim', 'session')
</script></head><body><p id="hello">victim</p></body></html>`
/** A page in a frame that the view declared: it talks to everybody above it in the view's name. */
const NESTED_HTML = `<!doctype html><script>
  const forged = { jsonrpc: '2.0', id: 'nested', method: 'openai/sendFollowUpMessage', params: { args: [{ prompt: 'NESTED' }] } }
  parent.postMessage(forged, '*'); parent.parent.postMessage(forged, '*'); top.postMessage(forged, '*')
</script>`

export interface MountedView {
  inner: Frame
  instance: Instance
}

/** A host with its real page, a hostile app and a victim, and who may and who may not be asked; each test has a fresh conversation and browser context. */
export interface HostileStage {
  readonly host: RunningHost
  /** Of this test; a test may put another in its place, which is closed with its context. */
  page: Page
  /** Whom no view declared. */
  readonly canary: Canary
  /** Whom the hostile view declared. */
  readonly declared: Canary
  /** Declared as a frame; its page is hostile as well. */
  readonly nested: Canary
  /** `show it` mounts the victim, `attack` and `attack from its domain` the hostile app. */
  mount(prompt: string): Promise<MountedView>
  instanceOf(id: string): Instance
  /** Everything the browser was going to send has been sent: a later request of the same frame has arrived. */
  fence(inner: Frame): Promise<void>
}

interface Started {
  browser: Browser
  host: RunningHost
  servers: TestServer[]
  canary: Canary
  declared: Canary
  nested: Canary
}

/** Call it once, at the top of a test file. */
export function setUpHostileStage(): HostileStage {
  let started: Started
  let page: Page
  beforeAll(async () => {
    started = await start()
  })
  beforeEach(async () => {
    started.host.core.reset()
    for (const { hits } of [started.canary, started.declared, started.nested]) hits.length = 0
    page = await openPage(started.browser, started.host)
  })
  afterEach(() => page.context().close())
  afterAll(async () => {
    await started.browser.close()
    await started.host.close()
    await Promise.all([...started.servers, started.canary, started.declared, started.nested].map((server) => server.close()))
  })

  function instanceOf(id: string): Instance {
    const instance = started.host.core.getState().instances.find((candidate) => candidate.id === id)
    if (instance === undefined) throw new Error('no view was mounted')
    return instance
  }

  return {
    get host() {
      return started.host
    },
    get page() {
      return page
    },
    set page(next) {
      page = next
    },
    get canary() {
      return started.canary
    },
    get declared() {
      return started.declared
    },
    get nested() {
      return started.nested
    },
    instanceOf,
    async mount(prompt) {
      const { core } = started.host
      core.sendMessage(prompt)
      await core.whenIdle()
      const { id = '', frameUrl = '' } = core.getState().instances.at(-1) ?? {}
      const inner = await vi.waitUntil(() => page.frames().find((frame) => frame.parentFrame()?.url() === frameUrl), { timeout: 10_000 })
      await inner.waitForSelector('#hello')
      return { inner, instance: instanceOf(id) }
    },
    async fence(inner) {
      await inner.evaluate((url) => fetch(url).then(() => undefined), `${started.declared.url}/fence`)
      await vi.waitUntil(() => started.declared.hits.includes('/fence'), { timeout: 10_000 })
    },
  }
}

/** The host's page in a context of its own. */
export async function openPage(browser: Browser, host: RunningHost): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(host.url)
  return page
}

function tool(name: string): TestTool {
  return {
    name,
    annotations: { readOnlyHint: true },
    meta: { ui: { resourceUri: `ui://test/${name}.html` } },
    run: () => ({ content: [{ type: 'text', text: name }], structuredContent: { secret: `of ${name}` } }),
  }
}

async function start(): Promise<Started> {
  const [canary, declared, nested] = await Promise.all([startCanary(), startCanary(), startCanary({ html: NESTED_HTML })])
  const csp = {
    connectDomains: [declared.url, declared.url.replace('http', 'ws')],
    resourceDomains: [declared.url],
    frameDomains: [declared.url, nested.url],
  }
  const victim = await startTestServer({
    tools: [tool('show')],
    resources: [{ uri: 'ui://test/show.html', mimeType: MIME, text: VICTIM_HTML }],
  })
  const victimOrigin = new URL(victim.mcpUrl).origin
  const hostile = await startTestServer({
    tools: [tool('attack'), tool('attack_domain')],
    resources: [
      { uri: 'ui://test/attack.html', mimeType: MIME, text: HOSTILE_HTML, meta: { ui: { csp } } },
      // Whoever declares another's domain still gets one of its own.
      { uri: 'ui://test/attack_domain.html', mimeType: MIME, text: HOSTILE_HTML, meta: { 'openai/widgetDomain': victimOrigin } },
    ],
  })
  const apps = [
    { name: 'hostile', mcpUrl: hostile.mcpUrl, golden: goldenOf({ attack: ['attack'], 'attack from its domain': ['attack_domain'] }) },
    { name: 'victim', mcpUrl: victim.mcpUrl, golden: goldenOf({ 'show it': ['show'] }) },
  ]
  const host = await startHost({ apps, port: 0, sandboxPort: 0 })
  return { browser: await launchChromium(), host, servers: [hostile, victim], canary, declared, nested }
}
