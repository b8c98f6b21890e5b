import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { clickAtRest } from '../support/stand-still.ts'
import { listGolden, startListApp, type ListApp } from './list-app.ts'

let browser: Browser
let app: ListApp
let host: RunningHost
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

beforeEach(async () => {
  app = await startListApp()
  host = await startHost({ apps: [{ name: 'list', mcpUrl: app.mcpUrl, golden: listGolden }], port: 0, sandboxPort: 0 })
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  await page.goto(host.url)
  await page.getByText('connected', { exact: true }).first().waitFor()
})
afterEach(async () => {
  await context.close()
  await host.close()
  await app.close()
})

const composer = () => page.getByRole('textbox', { name: 'Message' })
const approval = () => page.getByRole('group', { name: 'Allow “Delete list”?' })
const hasFocus = (selector: string) => page.waitForFunction((each) => document.activeElement?.matches(each) === true, selector)

async function say(text: string): Promise<void> {
  await composer().fill(text)
  await composer().press('Enter')
}

/** The view itself: the inner of the two frames. */
async function openView(): Promise<Frame> {
  await say('open the list')
  return innerFrame()
}

async function innerFrame(): Promise<Frame> {
  const inner = await page.frameLocator('iframe').frameLocator('iframe').locator('#add').elementHandle()
  const frame = await inner?.ownerFrame()
  if (!frame) throw new Error('Expected the view in two frames, found none.')
  return frame
}

/** A name for what has the focus, and whether the focus can be seen. */
function focused(): Promise<{ name: string; isVisible: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return { name: 'nothing', isVisible: false }
    const label =
      element.getAttribute('aria-label') ?? (element.id === 'composer' ? 'Message' : (element.closest('label')?.textContent ?? element.textContent))
    const shown = [element, element.nextElementSibling, element.closest('.composer-box')].some(
      (each) => each !== null && getComputedStyle(each).outlineStyle !== 'none',
    )
    return { name: (label ?? '').replace(/\s+/g, ' ').trim(), isVisible: shown }
  })
}

test('the keyboard reaches everything in reading order, and the focus is always seen', async () => {
  const names: string[] = []
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab')
    const { name, isVisible } = await focused()
    expect(isVisible, `focus on "${name}"`).toBe(true)
    names.push(name)
  }
  expect(names).toEqual([
    'Skip to the message field',
    'list connected',
    'Scripted model',
    'Settings: ChatGPT 2026 · Desktop',
    'New conversation',
    'Inspector',
    'Open the list',
    'Attach files',
    'Message',
    'Send',
    'Width of the inspector',
    'Model sees',
  ])
})

test('the skip link leads to the message field, Escape closes a panel and gives the focus back', async () => {
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('a')
  expect(await composer().inputValue()).toBe('a')
  const chip = page.getByRole('button', { name: /list connected/ })
  await chip.focus()
  await page.keyboard.press('Enter')
  await page.getByText(app.mcpUrl).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await page.getByText(app.mcpUrl).waitFor({ state: 'hidden' })
  expect((await focused()).name).toBe('list connected')
})

test("the inspector's tabs turn with the arrow keys, and it closes and opens", async () => {
  await page.getByRole('tab', { name: 'Model sees' }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('State')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  expect((await focused()).name).toBe('Golden')
  await page.getByRole('button', { name: 'Close the inspector' }).click()
  await page.getByRole('tablist').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Inspector' }).click()
  await page.getByRole('tablist').waitFor()
})

test('a destructive tool waits for the person: focus on the card, Escape and Decline do nothing, Approve runs it once', async () => {
  await say('delete the list')
  await approval().waitFor()
  await hasFocus('.ask')
  expect(await approval().textContent()).toContain('"name": "groceries"')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await approval().getByRole('button', { name: 'Decline' }).click()
  await page.locator('.tool-status').getByText('Declined').waitFor()
  await hasFocus('#composer')
  expect(app.deletions).toEqual([])

  await say('delete the list')
  await approval().getByRole('button', { name: 'Approve' }).click()
  await page.locator('.entry-assistant').last().getByText('The list is deleted.').waitFor()
  expect(app.deletions).toEqual([{ name: 'groceries' }])
})

test('arguments the model could only guess are asked for, and a bad one is said at its field', async () => {
  await say('rename something to another label')
  const card = page.getByRole('group', { name: /Rename list/ })
  await card.waitFor()
  await card.getByLabel('Label').fill('Sunday')
  await card.getByLabel('Pages').fill('many')
  await card.getByRole('button', { name: 'Run' }).click()
  await hasFocus('[aria-invalid="true"]')
  await card.getByLabel('Pages').fill('')
  await card.getByRole('button', { name: 'Run' }).click()
  await page.locator('.entry-assistant').last().getByText('Renamed to Sunday.').waitFor()
})

test("the conversation and the view's state are there again after the page was loaded anew", async () => {
  const view = await openView()
  await clickAtRest(view.locator('#add'))
  await clickAtRest(view.locator('#add'))
  await page.getByRole('tab', { name: 'State' }).click()
  await page.getByText('"count": 2').first().waitFor()
  await page.reload()
  await page.locator('.entry-user').getByText('open the list').waitFor()
  const again = await innerFrame()
  await again.waitForFunction(() => document.getElementById('count')?.textContent === '2')
})

test('a frame is never made anew by a new state, a theme or a display mode', async () => {
  const view = await openView()
  const loadId = await view.evaluate('window.loadId')
  const element = await page.locator('iframe').elementHandle()
  await page.getByRole('button', { name: /^Settings/ }).click()
  await page.getByRole('radio', { name: 'Dark' }).click()
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark')
  await page.getByRole('button', { name: 'Fullscreen' }).click()
  await page.locator('.view[data-mode="fullscreen"]').waitFor()
  const widthOf = async (selector: string) => (await page.locator(selector).boundingBox())?.width
  await expect.poll(() => widthOf('iframe')).toBe(await widthOf('.stage'))
  await say('delete the list')
  await approval().getByRole('button', { name: 'Decline' }).click()
  await page.getByRole('button', { name: 'Leave fullscreen' }).click()
  await page.locator('.view[data-mode="inline"]').waitFor()
  expect(await view.evaluate('window.loadId')).toBe(loadId)
  expect(await element?.evaluate((node) => node.isConnected)).toBe(true)
})

test("SEC6 a message that is not from the view's own window is ignored, whatever its origin", async () => {
  const view = await openView()
  const [instance] = host.core.getState().instances
  const forged = { jsonrpc: '2.0', method: 'openai/setWidgetState', params: { args: [{ forged: true }] } }
  await page.evaluate((message) => window.postMessage(message, '*'), forged)
  // A second frame of the very same origin, which is all that an origin check would ask for.
  await page.evaluate((src) => {
    const foreign = document.createElement('iframe')
    foreign.name = 'foreign'
    foreign.src = src
    document.body.append(foreign)
  }, `${instance?.outerOrigin}/p/unknown-view`)
  const foreign = await waitForFrame('foreign')
  await foreign.evaluate((message) => window.parent.postMessage(message, '*'), forged)
  await clickAtRest(view.locator('#add'))
  await expect.poll(() => host.core.getState().instances[0]?.widgetState?.['modelContent']).toEqual({ count: 1 })
  const states = host.core.getState().trace.filter(({ detail }) => detail['method'] === 'openai/setWidgetState')
  expect(states).toHaveLength(1)
})

async function waitForFrame(name: string): Promise<Frame> {
  await expect.poll(() => page.frame({ name })?.url() ?? '').toContain('unknown-view')
  const frame = page.frame({ name })
  if (frame === null) throw new Error(`Expected a frame ${name}.`)
  await frame.waitForLoadState()
  return frame
}

test('a sentence that the host refuses is said, and stands in the field again', async () => {
  const text = 'a'.repeat(200_000)
  await say(text)
  await page.getByRole('alert').getByText(/./).first().waitFor()
  expect(await composer().inputValue()).toBe(text)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await hasFocus('#composer')
})

test('a backend that went away is said, and when it is back the page finds it by itself', async () => {
  const { port } = host
  await host.close()
  await page.getByText('Reconnecting to the local ChatGPT').waitFor()
  host = await startHost({ apps: [{ name: 'list', mcpUrl: app.mcpUrl, golden: listGolden }], port, sandboxPort: 0 })
  await page.getByText('Reconnecting').waitFor({ state: 'detached' })
  await openView()
})

// The dark page differs in its colours only.
for (const [colorScheme, rules] of [
  ['light', undefined],
  ['dark', ['color-contrast']],
] as const) {
  test(`axe finds nothing in the page, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme })
    const findings = () => axeFindings(page, rules === undefined ? {} : { rules })
    expect(await findings()).toEqual([])
    await openView()
    for (const tab of ['Model sees', 'State', 'Timeline']) {
      await page.getByRole('tab', { name: tab }).click()
      expect(await findings(), tab).toEqual([])
    }
    await say('open the list')
    await page.locator('.view').nth(1).waitFor()
    await say('delete the list')
    await approval().waitFor()
    expect(await findings(), 'two views, approval').toEqual([])
    await approval().getByRole('button', { name: 'Decline' }).click()
    await page.getByRole('button', { name: 'Fullscreen' }).first().click()
    await page.locator('.view[data-mode="fullscreen"]').waitFor()
    expect(await findings(), 'fullscreen').toEqual([])
  })
}

test('nothing is wider than a phone, nor than a page of 320 px, also with text twice as large', async () => {
  await openView()
  await page.getByRole('button', { name: 'Close the inspector' }).click()
  for (const [width, fontSize] of [
    [390, '100%'],
    [320, '100%'],
    [390, '200%'],
    [1280, '200%'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.evaluate((size) => void (document.documentElement.style.fontSize = size), fontSize)
    const tooWide = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth + 1
      return [...document.querySelectorAll('.app *')]
        .filter((each) => each.getBoundingClientRect().right > limit)
        .map((each) => each.outerHTML.slice(0, 80))
    })
    expect(tooWide, `${width} px, ${fontSize}`).toEqual([])
  }
})
