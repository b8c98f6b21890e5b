import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { brokenApp, brokenViews } from './broken-app.ts'

let browser: Browser
let page: Page
let host: RunningHost
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(brokenApp(brokenViews('http://127.0.0.1:9')))
  host = await startHost({ apps: [{ name: 'broken', mcpUrl: server.mcpUrl }], port: 0, sandboxPort: 0 })
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(host.url)
  await page.getByText('connected', { exact: true }).first().waitFor()
  for (const tool of ['blocked_script', 'plain_mime', 'never_initialized', 'healthy']) await call(tool)
  await page.getByText('Nothing to see yet').first().waitFor({ state: 'attached' })
})
beforeEach(() => resize(1280, '100%'))
afterAll(async () => {
  await browser.close()
  await host.close()
  await server.close()
})

async function call(tool: string): Promise<void> {
  await host.core.callTool({ app: 'broken', tool, arguments: {} })
  await host.core.whenIdle()
}

async function eachTab(look: (name: string) => Promise<void>): Promise<void> {
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    await page.getByText(/^(?:Asking the servers|Reading)…$/).waitFor({ state: 'detached' })
    await look((await tab.textContent()) ?? '')
  }
}

// The dark page differs in its colours only.
for (const [colorScheme, rules] of [
  ['light', undefined],
  ['dark', ['color-contrast']],
] as const) {
  test(`axe finds nothing in any tab of the inspector, ${colorScheme}`, { timeout: 90_000 }, async () => {
    await page.emulateMedia({ colorScheme })
    await eachTab(async (name) => expect(await axeFindings(page, rules === undefined ? {} : { rules }), name).toEqual([]))
  })
}

async function resize(width: number, fontSize: string): Promise<void> {
  await page.setViewportSize({ width, height: 800 })
  await page.evaluate((size) => void (document.documentElement.style.fontSize = size), fontSize)
}

test('no tab is wider than the inspector on a phone, on 320 px, and with text twice as large', { timeout: 60_000 }, async () => {
  for (const [width, fontSize] of [
    [375, '100%'],
    [320, '100%'],
    [375, '200%'],
    [1280, '200%'],
  ] as const) {
    await resize(width, fontSize)
    await eachTab(async (name) => {
      const tooWide = await page.evaluate(() => {
        const panel = document.getElementById('inspector-panel')
        const limit = (panel?.getBoundingClientRect().right ?? 0) + 1
        const wide = [...(panel?.querySelectorAll('*') ?? [])].filter((each) => each.getBoundingClientRect().right > limit)
        return wide.map((each) => each.outerHTML.slice(0, 100))
      })
      expect(tooWide, `${name}, ${width} px, ${fontSize}`).toEqual([])
    })
  }
})

test('every tab is reached by the arrow keys and stands in sight; Home and End lead to the first and the last', async () => {
  await page.getByRole('tab').first().click()
  const names = await page.getByRole('tab').allTextContents()
  for (const name of [...names.slice(1), names[0] ?? '']) {
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name, selected: true }).waitFor()
    const isInSight = await page.getByRole('tab', { selected: true }).evaluate((tab) => {
      const [own, list] = [tab.getBoundingClientRect(), tab.parentElement?.getBoundingClientRect()]
      return list !== undefined && own.left >= list.left - 1 && own.right <= list.right + 1
    })
    expect(isInSight, name).toBe(true)
  }
  await page.keyboard.press('End')
  await page.getByRole('tab', { name: names.at(-1) ?? '', selected: true }).waitFor()
  await page.keyboard.press('Home')
  await page.getByRole('tab', { name: names[0] ?? '', selected: true }).waitFor()
})

test('two thousand logged messages do not make typing slow', { timeout: 60_000 }, async () => {
  const { log } = host.core
  for (let id = 0; id < 2_000; id += 1) {
    log.record({
      at: id,
      route: 'host-to-server',
      app: 'broken',
      instanceId: null,
      message: { jsonrpc: '2.0', id, method: 'tools/call', params: { name: `t${id}` } },
    })
  }
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await page.getByRole('button', { name: /Show older/ }).waitFor()
  expect(await page.locator('.timeline > li').count()).toBeLessThanOrEqual(150)
  await page.getByRole('textbox', { name: 'Message' }).focus()
  const waits: number[] = []
  for (let stroke = 0; stroke < 30; stroke += 1) {
    log.record({
      at: 3_000 + stroke,
      route: 'host-to-server',
      app: 'broken',
      instanceId: null,
      message: { jsonrpc: '2.0', method: 'notifications/x' },
    })
    waits.push(
      await page.evaluate(async () => {
        const field = document.activeElement
        const began = performance.now()
        if (field instanceof HTMLTextAreaElement) {
          field.setRangeText('a', field.value.length, field.value.length, 'end')
          field.dispatchEvent(new InputEvent('input', { bubbles: true }))
        }
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
        return performance.now() - began
      }),
    )
  }
  const p95 = waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)] ?? 0
  expect(p95).toBeLessThan(100)
})
