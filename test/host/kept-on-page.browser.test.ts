import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { listGolden, startListApp, type ListApp } from './list-app.ts'

const golden = { ...listGolden, prompts: listGolden.prompts.map((prompt) => ({ ...prompt, examples: prompt.patterns })) }

let browser: Browser
let app: ListApp
let dataDir: string
let host: RunningHost
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

beforeEach(async () => {
  app = await startListApp()
  dataDir = mkdtempSync(join(tmpdir(), 'lockstep-kept-'))
  await start()
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  await page.goto(host.url)
  await page.getByText('connected', { exact: true }).first().waitFor()
})
afterEach(async () => {
  await context.close()
  await host.close()
  await app.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(port = 0): Promise<void> {
  host = await startHost({ apps: [{ name: 'list', mcpUrl: app.mcpUrl, golden }], port, sandboxPort: 0, dataDir })
}

const composer = () => page.getByRole('textbox', { name: 'Message' })

/** Does what makes the page load itself anew, and waits until it is there again. */
async function loadedAnewBy(cause: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-before', ''))
  await cause()
  await page.locator('html:not([data-before])').waitFor()
  await composer().waitFor()
}

async function restart(): Promise<void> {
  const { port } = host
  await host.close()
  await start(port)
}

test('what was typed is there again when the host was started anew, and gone once it was sent', async () => {
  await composer().fill('open the')
  await loadedAnewBy(restart)
  expect(await composer().inputValue()).toBe('open the')
  await composer().press('End')
  await composer().pressSequentially(' list')
  await composer().press('Enter')
  await page.locator('.view').first().waitFor()
  await loadedAnewBy(() => page.reload())
  expect(await composer().inputValue()).toBe('')
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
})

test('a draft stays with its conversation, and one with a secret stays nowhere', async () => {
  await composer().fill('half a sentence')
  await page.goto('about:blank')
  host.core.reset()
  await page.goto(host.url)
  expect(await composer().inputValue()).toBe('')
  await composer().fill('use sk-CANARYCANARYCANARY')
  await loadedAnewBy(() => page.reload())
  expect(await composer().inputValue()).toBe('')
})

test('the golden prompts’ report is read when somebody looks, run by run', async () => {
  const reads: string[] = []
  page.on('request', (request) => request.url().includes('/api/golden') && reads.push(request.method()))
  await host.core.golden.run()
  await page.getByRole('tab', { name: 'Golden' }).click()
  const lines = page.locator('.golden-line')
  await lines.first().waitFor()
  await page.getByText(/^All \d+ passed\.$|^\d+ of \d+ failed\.$/).waitFor()
  const { total } = host.core.getState().golden
  await expect.poll(() => lines.count()).toBe(total)
  await page.getByRole('tab', { name: 'State' }).click()
  await lines.first().waitFor({ state: 'detached' })
  const before = reads.length
  await host.core.golden.run()
  // what the page shows of a later state proves that it has heard of the run
  host.core.faults.set('offline', {})
  await page.getByRole('button', { name: '1 fault on' }).waitFor()
  host.core.faults.clear()
  expect(reads.filter((method) => method === 'GET')).toHaveLength(before)
  await page.getByRole('tab', { name: 'Golden' }).click()
  await lines.nth(total - 1).waitFor()
  expect(reads.length).toBeGreaterThan(before)
})
