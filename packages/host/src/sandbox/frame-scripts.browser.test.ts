import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchChromium } from '../../../../test/support/chromium.ts'
import { startCanary, type Canary } from '../../../../test/support/canary-server.ts'
import type { Instance } from '../api/host-state.ts'
import { startHost, type RunningHost } from '../start-host.ts'
import { goldenOf } from '../testing/core-harness.ts'
import { startTestServer, type TestServer, type TestTool } from '../testing/mcp-test-server.ts'
import { pipePageDir } from '../testing/pipe-page.ts'

const MIME = 'text/html;profile=mcp-app'
/** A router as views have them, in ten lines: it shows what the address says and takes its own links. */
const ROUTER = `<!doctype html>
<html><head><style>
  :root { font-size: 10px }
  #motion { width: 1px } @media (prefers-reduced-motion: reduce) { #motion { width: 2px } }
  #hover { width: 1px } @media (hover: none) and (pointer: coarse) { #hover { width: 2px } }
</style></head><body><p id="route"></p><p id="motion"></p><p id="hover"></p><a href="/orders/7?sort=up#last">orders</a><script>
  const show = () => { document.getElementById('route').textContent = location.pathname + location.search + location.hash }
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof HTMLAnchorElement)) return
    event.preventDefault()
    history.pushState({ mine: true }, '', event.target.href)
    show()
  })
  addEventListener('popstate', show)
  window.documents = Number(window.documents ?? 0) + 1
  show()
  window.motion = matchMedia('(prefers-reduced-motion: reduce)')
  window.heard = []
  motion.addEventListener('change', (event) => heard.push(event.matches))
  addEventListener('message', (event) => heard.push(String(event.data.method)))
</script></body></html>`
const broken = (used: string, other: string): string => `<!doctype html>
<html><head><title>broken</title></head><body><h1>painted</h1><script>
  console.error('told once')
  fetch('${used}/reached')
  fetch('${other}/no-cors-headers').catch(() => {})
  new Image().src = 'https://undeclared.example/picture.png'
  const answer = null
  answer.value // the line that throws
</script><script>Promise.reject(new Error('second'))</script></body></html>`

let browser: Browser
let server: TestServer
let host: RunningHost
let page: Page
let open: Canary
let mute: Canary

const tool = (name: string): TestTool => ({
  name,
  annotations: { readOnlyHint: true },
  meta: { ui: { resourceUri: `ui://test/${name}.html` } },
  run: () => ({ content: [{ type: 'text', text: name }] }),
})

beforeAll(async () => {
  ;[open, mute] = await Promise.all([startCanary(), startCanary({ hasCors: false })])
  const csp = { connectDomains: [open.url, mute.url, 'https://never.example', '*'], resourceDomains: ['https://unused.example'] }
  server = await startTestServer({
    tools: ['router', 'broken', 'undeclared', 'domain'].map(tool),
    resources: [
      { uri: 'ui://test/router.html', mimeType: MIME, text: ROUTER },
      { uri: 'ui://test/broken.html', mimeType: MIME, text: broken(open.url, mute.url), meta: { ui: { csp } } },
      { uri: 'ui://test/undeclared.html', mimeType: MIME, text: `<!doctype html><p>x<script>fetch('${open.url}/undeclared')</script>` },
      {
        uri: 'ui://test/domain.html',
        mimeType: MIME,
        text: ROUTER,
        meta: { 'openai/widgetDomain': 'shop.example.com', ui: { permissions: { microphone: {}, clipboardWrite: {} } } },
      },
    ],
  })
  const golden = goldenOf({ router: ['router'], broken: ['broken'], undeclared: ['undeclared'], domain: ['domain'] })
  host = await startHost({ apps: [{ name: 'test', mcpUrl: server.mcpUrl, golden }], port: 0, sandboxPort: 0, pageDir: await pipePageDir() })
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(host.url)
})

afterAll(async () => {
  await browser?.close()
  await host?.close()
  await Promise.all([server, open, mute].map((each) => each?.close()))
})

async function mount(name: string): Promise<{ inner: Frame; state(): Instance }> {
  host.core.sendMessage(name)
  await host.core.whenIdle()
  const { id, frameUrl } = host.core.getState().instances.at(-1) ?? { id: '', frameUrl: '' }
  const inner = await vi.waitUntil(() => page.frames().find((frame) => frame.parentFrame()?.url() === frameUrl), { timeout: 10_000 })
  await inner.waitForLoadState('load')
  const state = (): Instance => {
    const instance = host.core.getState().instances.find((candidate) => candidate.id === id)
    if (instance === undefined) throw new Error('the view is gone')
    return instance
  }
  return { inner, state }
}

const routeOf = (inner: Frame): Promise<string | null> => inner.locator('#route').textContent()

describe('what runs in a view before its own scripts', () => {
  it('H21 gives a router its own address: it starts at /, goes where it likes, and loads itself anew from there', async () => {
    const { inner, state } = await mount('router')
    expect(await routeOf(inner)).toBe('/')
    await inner.click('a')
    expect(await routeOf(inner)).toBe('/orders/7?sort=up#last')
    await inner.evaluate(() => Object.assign(window, { isOld: true }))
    await inner.evaluate(() => setTimeout(() => location.reload(), 0))
    await inner.waitForFunction(() => !('isOld' in window) && document.getElementById('route')?.textContent !== undefined)
    await expect.poll(() => routeOf(inner)).toBe('/orders/7?sort=up#last')
    expect(new URL(inner.url()).origin).toBe(state().innerOrigin)
    // A frame that only looks lost is given up a moment after its load; this one talks on.
    expect(await inner.evaluate(() => (window as unknown as { openai?: object }).openai !== undefined)).toBe(true)
    await vi.waitUntil(() => state().facts?.loadedMs !== null)
    expect(state().phase).not.toBe('lost')
    expect(state().steps.mounts).toBe(2)
    // And one that leaves after all is still noticed.
    await inner.evaluate((url) => {
      location.href = url
    }, open.url)
    await vi.waitUntil(() => state().phase === 'lost', { timeout: 10_000 })
  })

  it('S1.I.1 S2.U.4 gives a declared domain an origin of its own, and says how it read a bare host', async () => {
    const [first, second] = [await mount('router'), await mount('domain')]
    expect(second.state()).toMatchObject({ domain: 'https://shop.example.com' })
    expect(second.state().innerOrigin).toContain('shop-example-com')
    expect(await second.inner.evaluate(() => origin)).toBe(second.state().innerOrigin)
    expect(second.state().innerOrigin).not.toBe(first.state().innerOrigin)
    expect(second.state().outerOrigin).not.toBe(first.state().outerOrigin)
    expect(second.state().warnings).toMatchObject([{ member: '_meta', message: expect.stringContaining('https://shop.example.com') as unknown }])
    expect(await routeOf(second.inner)).toBe('/')
  })

  it('S2.W.1 grants the permissions that a view declares, and no other', async () => {
    const allowed = ({ inner }: { inner: Frame }): Promise<string[]> =>
      inner.evaluate(() => {
        const { featurePolicy } = document as unknown as { featurePolicy: { allowsFeature(name: string): boolean } }
        return ['camera', 'microphone', 'geolocation', 'clipboard-write', 'clipboard-read'].filter((name) => featurePolicy.allowsFeature(name))
      })
    expect(await allowed(await mount('router'))).toEqual([])
    expect(await allowed(await mount('domain'))).toEqual(['microphone', 'clipboard-write'])
  })

  it('S1.I.3 S2.U.3 tells load, paint, the first error with its line, and who was asked, who never, who in vain', async () => {
    const { state } = await mount('broken')
    const seen = await vi.waitUntil(
      () => {
        const { facts, network, violations } = state()
        const isWhole = facts !== null && facts.errorCount === 2 && facts.loadedMs !== null && facts.firstPaintMs !== null && network.length >= 2
        return isWhole && network.some(({ failed }) => failed > 0) && violations.length > 0 ? state() : null
      },
      { timeout: 10_000 },
    )
    expect(seen.facts).toMatchObject({
      consoleErrors: 1,
      errorCount: 2,
      firstError: { line: 8, message: expect.stringContaining('null') as unknown },
    })
    expect(seen.facts?.firstError?.source).toContain('> 8 |   answer.value // the line that throws')
    expect(seen.network).toContainEqual({ origin: open.url, kind: 'fetch', count: 1, failed: 0 })
    expect(seen.network).toContainEqual({ origin: mute.url, kind: 'fetch', count: 1, failed: 1 })
    expect(seen.unusedDeclarations).toEqual([
      { field: 'connectDomains', source: 'https://never.example' },
      { field: 'resourceDomains', source: 'https://unused.example' },
    ])
    expect(seen.rejectedSources).toMatchObject([{ field: 'connectDomains', entry: '*' }])
    expect(seen.violations[0]).toMatchObject({
      directive: 'img-src',
      fixes: {
        standard: '_meta.ui.csp.resourceDomains: ["https://undeclared.example"]',
        openai: '_meta["openai/widgetCSP"].resource_domains: ["https://undeclared.example"]',
      },
    })
  })

  it('SEC9 runs a view that declares no CSP strictly, and open only where that was chosen, marked', async () => {
    const strict = await mount('undeclared')
    await vi.waitUntil(() => strict.state().violations.length > 0, { timeout: 10_000 })
    expect(strict.state()).toMatchObject({ isCspDeclared: false, isPermissive: false })
    expect(open.hits).not.toContain('/undeclared')
    host.core.changeSettings({ undeclaredCsp: 'permissive' })
    const loose = await mount('undeclared')
    await vi.waitUntil(() => open.hits.includes('/undeclared'), { timeout: 10_000 })
    expect(loose.state()).toMatchObject({ isCspDeclared: false, isPermissive: true, violations: [] })
    const declared = await mount('broken')
    expect(declared.state()).toMatchObject({ isCspDeclared: true, isPermissive: false })
    host.core.changeSettings({ undeclaredCsp: 'strict' })
  })

  it('H24 plays motion, hover and text size inside the frame, at once and in late style sheets', async () => {
    const { inner } = await mount('router')
    const look = (): Promise<unknown> =>
      inner.evaluate(() => {
        const width = (id: string): string => getComputedStyle(document.getElementById(id) ?? document.body).width
        return { motion: width('motion'), hover: width('hover'), rem: getComputedStyle(document.documentElement).fontSize }
      })
    expect(await look()).toEqual({ motion: '1px', hover: '1px', rem: '10px' })
    host.core.changeSettings({ reducedMotion: 'reduce', textSizePercent: 200, input: 'touch' })
    await expect.poll(look).toEqual({ motion: '2px', hover: '2px', rem: '20px' })
    const late = await inner.evaluate(async () => {
      const style = document.createElement('style')
      style.textContent = '@media (prefers-reduced-motion: no-preference) { body { margin: 77px } }'
      document.head.append(style)
      await new Promise((resolve) => setTimeout(resolve))
      const sheet = new CSSStyleSheet()
      document.adoptedStyleSheets = [sheet]
      sheet.insertRule('@media (any-hover: hover) { body { padding: 77px } }')
      const { margin, padding } = getComputedStyle(document.body)
      const { motion, heard } = window as unknown as { motion: MediaQueryList; heard: unknown[] }
      const [coarse, both] = [matchMedia('(pointer: coarse)'), matchMedia('(prefers-reduced-motion: reduce) and (min-width: 1px)')]
      return {
        margin,
        padding,
        matches: motion.matches,
        media: motion.media,
        heard,
        coarse: coarse.matches,
        both: both.matches,
        is: motion instanceof MediaQueryList,
      }
    })
    expect(late).toMatchObject({ matches: true, media: '(prefers-reduced-motion: reduce)', coarse: true, both: true, is: true })
    expect(late.margin).not.toBe('77px')
    expect(late.padding).not.toBe('77px')
    // The view hears the change, and nothing of the host's own words.
    expect(late.heard.filter((item) => typeof item === 'boolean')).toEqual([true])
    expect(late.heard.filter((item) => String(item).startsWith('lockstep'))).toEqual([])
    host.core.changeSettings({ reducedMotion: 'system', textSizePercent: 100, input: 'device' })
    await expect.poll(look).toEqual({ motion: '1px', hover: '1px', rem: '10px' })
  })
})
