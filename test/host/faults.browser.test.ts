import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countingApp, countingGolden, createCounter } from '../../packages/host/src/testing/counting-app.ts'
import { startTestServer, type TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'

const counter = createCounter()

let browser: Browser
let server: TestServer
let host: RunningHost
let page: Page

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchChromium(), startTestServer(countingApp(counter))])
  host = await startHost({ apps: [{ name: 'count', mcpUrl: server.mcpUrl, golden: countingGolden }], port: 0, sandboxPort: 0 })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  await page.goto(host.url)
  await page.getByText('connected', { exact: true }).first().waitFor()
})
afterAll(async () => {
  await browser.close()
  await host.close()
  await server.close()
})

const faults = () => host.core.getState().faults
const panel = () => page.getByRole('tabpanel', { name: 'Faults' })
const say = async (text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Enter')
}

test('a fault is seen on the page while it is on, and one click ends it', async () => {
  expect(await page.getByRole('group', { name: 'Faults' }).count()).toBe(0)
  host.core.faults.set('offline', {})
  await page.getByRole('button', { name: '1 fault on' }).waitFor()
  host.core.faults.set('reference-churn', {})
  await page.getByRole('button', { name: '2 faults on' }).waitFor()
  await page.getByRole('button', { name: 'Switch all faults off' }).click()
  await page.getByRole('group', { name: 'Faults' }).waitFor({ state: 'detached' })
  expect(faults()).toEqual([])
})

test('switching on takes one click or one key, with whom and how often chosen before or after', async () => {
  await page.getByRole('tab', { name: 'Faults' }).click()
  const row = panel().getByRole('listitem').filter({ hasText: 'Deliver a call twice' })
  await row.getByText('Any call · once').click()
  await row.getByLabel('Whose calls').selectOption('The model')
  expect(faults()).toEqual([])
  const toggle = row.getByRole('switch', { name: /Deliver a call twice/ })
  await toggle.focus()
  await page.keyboard.press('Space')
  await expect.poll(faults).toMatchObject([{ id: 'deliver-twice', by: 'model', times: 1 }])
  await row.getByLabel('How often').selectOption('Until switched off')
  await expect.poll(faults).toMatchObject([{ id: 'deliver-twice', by: 'model', times: null }])
  await say('add 3')
  await row.getByText('struck once').waitFor()
  expect(await toggle.getAttribute('aria-describedby')).not.toBeNull()
  await toggle.click()
  await expect.poll(faults).toEqual([])
})

test('what is chosen right after switching on counts, though the page has not heard of the fault yet', async () => {
  await page.getByRole('tab', { name: 'Faults' }).click()
  const row = panel().getByRole('listitem').filter({ hasText: 'Deliver it again later' })
  // in one go, so that no news can come between the two
  await row.evaluate((item) => {
    const often = Array.from(item.querySelectorAll('label'))
      .find(({ textContent }) => textContent.startsWith('How often'))
      ?.querySelector('select')
    item.querySelector('input')?.click()
    if (often) often.value = 'null'
    often?.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await expect.poll(faults).toMatchObject([{ id: 'late-duplicate', times: null }])
  await expect.poll(() => row.getAttribute('data-on')).toBe('true')
  await row.getByRole('switch', { name: /Deliver it again later/ }).click()
  await expect.poll(faults).toEqual([])
})

test('a link only prefills: the faults it names wait for a click', async () => {
  await page.goto(`${host.url}/?faults=delay,offline,no-such`)
  const asked = panel().getByRole('group', { name: 'Switch on what the link asks for?' })
  await asked.getByText('Delay, Server out of reach').waitFor()
  expect(faults()).toEqual([])
  expect(new URL(page.url()).search).toBe('')
  await asked.getByRole('button', { name: 'Switch on' }).click()
  await expect.poll(faults).toMatchObject([{ id: 'delay' }, { id: 'offline' }])
  await asked.waitFor({ state: 'detached' })
  host.core.faults.clear()
})

test('S2.G.2 S2.G.3 a slow call shows the tool’s own words while it runs, and others when it is done', async () => {
  host.core.faults.set('delay', { ms: 600, times: 1 })
  await say('show')
  const card = page.getByRole('article', { name: 'Tool call: show' })
  await card.getByText('Counting…').waitFor()
  await card.getByText('Counted', { exact: true }).waitFor()
  expect(await card.getByText('Counting…').count()).toBe(0)
})

test('H14 a view is shown a second time under the first, and each is loaded anew alone', async () => {
  await page.locator('iframe').first().waitFor()
  await panel().getByRole('button', { name: 'Show it a second time' }).click()
  await page.getByText('A second instance of the view above').waitFor()
  await expect.poll(() => page.locator('iframe').count()).toBe(2)
  const titles = await page.locator('iframe').evaluateAll((frames) => frames.map((frame) => frame.getAttribute('title')))
  expect(new Set(titles).size).toBe(2)
  const keys = (): number[] =>
    host.core
      .getState()
      .instances.filter(({ phase }) => phase !== 'closed')
      .map(({ frameKey }) => frameKey)
  await panel()
    .getByRole('button', { name: /^Load .* anew$/ })
    .click()
  await expect.poll(keys).toEqual([1, 2])
  await panel().getByRole('button', { name: 'Restart count' }).click()
  await expect.poll(() => host.core.getState().trace.some(({ name }) => name === 'server.restart')).toBe(true)
})

test('the panel has no barrier, in both themes and on a narrow screen', async () => {
  host.core.faults.set('lose-reply', { times: null })
  host.core.changeSettings({ theme: 'light' })
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light')
  expect(await axeFindings(page, { parts: ['#inspector', '.top-bar'] })).toEqual([])
  host.core.changeSettings({ theme: 'dark' })
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  await page.setViewportSize({ width: 375, height: 812 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(await axeFindings(page, { parts: ['#inspector', '.top-bar'] })).toEqual([])
})
