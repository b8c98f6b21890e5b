import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { listGolden, startListApp, type ListApp } from './list-app.ts'

let browser: Browser
let app: ListApp
let host: RunningHost | undefined
let page: Page

beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())
beforeEach(async () => {
  app = await startListApp()
  page = await browser.newPage({ viewport: { width: 390, height: 500 }, reducedMotion: 'reduce' })
})
afterEach(async () => {
  await page.close()
  await host?.close()
  await app.close()
})

async function openPage(mcpUrl: string): Promise<void> {
  host = await startHost({ apps: [{ name: 'list', mcpUrl, golden: listGolden }], port: 0, sandboxPort: 0 })
  await page.goto(host.url)
}

async function openView(): Promise<Frame> {
  await page.getByRole('textbox', { name: 'Message' }).fill('open the list')
  await page.keyboard.press('Enter')
  const button = await page.frameLocator('iframe').last().frameLocator('iframe').locator('#add').elementHandle()
  const frame = await button?.ownerFrame()
  if (!frame) throw new Error('Expected the view in two frames, found none.')
  return frame
}

test('S1.F.2 a view that closes with the focus in it gives it to the message field', async () => {
  await openPage(app.mcpUrl)
  const view = await openView()
  await view.locator('#add').focus()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME')
  await view.evaluate(() => (window as unknown as { openai: { requestClose(): void } }).openai.requestClose())
  await page.getByText('The view of “Open list” was closed.').waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('composer')
})

test('only the conversation scrolls, so no view that brings itself into sight can push the page around it away', async () => {
  await openPage(app.mcpUrl)
  await openView()
  await openView()
  const moved = await page.evaluate(() => {
    const around: Element[] = []
    for (let each = document.querySelector('.conversation')?.parentElement; each; each = each.parentElement) around.push(each)
    for (const each of around) each.scrollTop = 40
    return around.filter((each) => each.scrollTop !== 0).map((each) => each.outerHTML.slice(0, 40))
  })
  expect(moved).toEqual([])
})

test('an app that cannot be reached is said where one begins, and can be tried again', async () => {
  const port = await freePort()
  await openPage(`http://localhost:${port}/mcp`)
  const notice = page.locator('.empty .notice')
  await notice.getByText('“list” is not connected').waitFor()
  await notice.getByText(`Expected an MCP server at http://localhost:${port}/mcp`).waitFor()
  await notice.getByRole('button', { name: 'Connect again' }).waitFor()
})
