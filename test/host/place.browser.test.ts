import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { clickAtRest } from '../support/stand-still.ts'
import { placeGolden, startPlaceApp } from './place-app.ts'

let browser: Browser
let app: TestServer
let host: RunningHost
let page: Page
let view: Frame

// One page and one view for all: each test leaves the view inline.
beforeAll(async () => {
  app = await startPlaceApp()
  host = await startHost({ apps: [{ name: 'place', mcpUrl: app.mcpUrl, golden: placeGolden }], port: 0, sandboxPort: 0 })
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 900, height: 700 }, reducedMotion: 'reduce' })
  await page.goto(host.url)
  await page.getByText('connected', { exact: true }).first().waitFor()
  await say('show the place')
  view = await frameWith('#draft')
})
afterAll(async () => {
  await browser.close()
  await host.close()
  await app.close()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const panel = (mode: string) => page.locator(`.view[data-mode="${mode}"]`)
const shown = (id: string) => view.locator(`#${id}`).textContent()
const active = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)

async function say(text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Enter')
}

/** The view itself, the inner of its two frames. */
async function frameWith(selector: string, outer = '.view iframe'): Promise<Frame> {
  const element = await page.frameLocator(outer).last().frameLocator('iframe').locator(selector).elementHandle()
  const frame = await element?.ownerFrame()
  if (!frame) throw new Error('Expected a view in two frames, found none.')
  return frame
}

test('S2.U.6 S2.U.5 the frame is named after the view, with what the resource says of it, and has the border it prefers', async () => {
  await page.getByTitle('Show the place: A view that tells where it stands').waitFor()
  const border = await page.locator('.view-frame').evaluate((frame) => getComputedStyle(frame, '::after').borderTopWidth)
  expect(border).toBe('1px')
})

test('S2.K.5 H16 inline, fullscreen, small window and back: one document, its text and the focus kept', async () => {
  const loadId = await view.evaluate('window.loadId')
  const frame = await page.locator('.view iframe').elementHandle()
  await view.locator('#draft').fill('half a sen')
  for (const [name, mode] of [
    ['Fullscreen', 'fullscreen'],
    ['Small window', 'pip'],
    ['Back into the conversation', 'inline'],
  ] as const) {
    await button(name).click()
    await panel(mode).waitFor()
    await expect.poll(() => shown('mode')).toBe(mode)
    // The button that was used turned into another, and still has the focus.
    expect(await active()).not.toBe('BODY')
  }
  expect(await view.locator('#draft').inputValue()).toBe('half a sen')
  expect(await view.evaluate('window.loadId')).toBe(loadId)
  expect(await frame?.evaluate((element) => element === document.querySelector('.view iframe'))).toBe(true)
})

test('H17 S2.K.6 the composer lies over a fullscreen view, which knows how much of it is covered', async () => {
  await button('Fullscreen').click()
  await panel('fullscreen').waitFor()
  const [box, composer] = await Promise.all([page.locator('.view iframe').boundingBox(), page.locator('.composer-place').boundingBox()])
  if (box === null || composer === null) throw new Error('Expected a view and a composer on the page.')
  // The view reaches the lower edge, under the composer.
  expect(Math.round(box.y + box.height)).toBe(700)
  expect(composer.y).toBeLessThan(700)
  await expect.poll(() => view.evaluate('window.openai.safeArea.insets.bottom')).toBe(Math.round(composer.height))
  await expect.poll(() => view.evaluate('getComputedStyle(document.getElementById("foot")).paddingBottom')).toBe(`${Math.round(composer.height)}px`)
  await expect.poll(() => view.evaluate('window.innerHeight')).toBe(await view.evaluate('window.openai.maxHeight'))
  expect(await axeFindings(page)).toEqual([])

  await button('Open in place').click()
  await page.getByRole('dialog').getByText('https://place.example.com/', { exact: true }).waitFor()
  await button('Do not open').click()
  await page.locator('.view-bar button').first().focus()
  await page.keyboard.press('Escape')
  await panel('inline').waitFor()
})

test('H16 a small window stays while the conversation scrolls, and moves by arrow keys and pointer', async () => {
  await button('Small window').click()
  const before = await panel('pip').boundingBox()
  await button('Move with the arrow keys').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect.poll(async () => (await panel('pip').boundingBox())?.x).toBe((before?.x ?? 0) - 96)
  const moved = await panel('pip').boundingBox()
  expect(moved?.y).toBe((before?.y ?? 0) + 24)
  // By pointer too, across its own frame, which would keep the events.
  const grip = await button('Move with the arrow keys').boundingBox()
  const [x, y] = [(grip?.x ?? 0) + 8, (grip?.y ?? 0) + 8]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.locator('.pip-handle[data-dragging="true"]').waitFor()
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await page.mouse.move(x - 40, y + 90, { steps: 3 })
  await page.mouse.up()
  await page.mouse.move(x, y)
  await expect.poll(async () => (await panel('pip').boundingBox())?.y).toBe((moved?.y ?? 0) + 90)
  const dragged = await panel('pip').boundingBox()
  expect(dragged?.x).toBe((moved?.x ?? 0) - 40)
  await page.locator('.conversation').evaluate((element) => element.scrollTo({ top: 60 }))
  expect(await panel('pip').boundingBox()).toEqual(dragged)
  expect(await axeFindings(page)).toEqual([])
  await button('Back into the conversation').click()
  await panel('inline').waitFor()
})

test('H21 the view’s own history has buttons, and keys while the host’s controls have the focus', async () => {
  expect(await button('Back in the view').count()).toBe(0)
  await clickAtRest(view.locator('#next'))
  await clickAtRest(view.locator('#next'))
  const deep = await shown('path')
  await button('Back in the view').click()
  await expect.poll(() => shown('path')).not.toBe(deep)
  const between = await shown('path')
  await button('Forward in the view').click()
  await expect.poll(() => shown('path')).toBe(deep)
  await button('Back in the view').focus()
  await page.keyboard.press('Alt+ArrowLeft')
  // a browser drops a step back that is asked for while another is under way
  await expect.poll(() => shown('path')).toBe(between)
  await page.keyboard.press('Alt+ArrowLeft')
  await expect.poll(() => shown('path')).toBe('/')
  await expect.poll(() => button('Back in the view').getAttribute('aria-disabled')).toBe('true')
  await page.keyboard.press('Alt+ArrowLeft')
  expect(new URL(page.url()).href).toBe(new URL(host.url).href)
})

test('H18 S2.A.7 a dialog holds a new instance, keeps the focus, and gives it back with the answer', async () => {
  const dialog = page.getByRole('dialog', { name: 'Item 7' })
  for (const [close, by] of [
    [() => button('Close the dialog').click(), 'person'],
    [() => page.keyboard.press('Escape'), 'person'],
    [async () => void (await frameWith('#mode', 'dialog iframe')).evaluate('window.openai.requestClose()'), 'view'],
  ] as const) {
    await clickAtRest(view.locator('#dialog'))
    const inner = await frameWith('#mode', 'dialog iframe')
    expect(await inner.locator('#mode').textContent()).toBe('modal')
    expect(await inner.locator('#params').textContent()).toBe('{"item":7}')
    expect(await shown('answer')).toBe('waiting')
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true)
    if (by === 'view') expect(await axeFindings(page)).toEqual([])
    await close()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => shown('answer')).toBe(JSON.stringify({ closedBy: by }))
    await expect.poll(active).toBe('IFRAME')
  }
  // Escape is heard in the dialog's frame too.
  await clickAtRest(view.locator('#dialog'))
  const inner = await frameWith('#draft', 'dialog iframe')
  await inner.locator('#draft').focus()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

test('H22 a closed view is shown again by a click', async () => {
  await button('Close the view').click()
  await button('Show again').click()
  view = await frameWith('#draft')
  await page.getByText('loaded 2 times').waitFor()
  expect(await shown('mode')).toBe('inline')
})

test('S2.A.8 S2.U.5 a view that grows with its own frame is stopped and the developer told; without a preference there is no border', async () => {
  await say('show the growing one')
  await page.getByText('This view grows with its own frame').waitFor()
  const growing = page.locator('.view').last().locator('.view-frame')
  const height = (await growing.boundingBox())?.height ?? 0
  expect(height).toBeLessThan(700)
  expect(await growing.evaluate((frame) => getComputedStyle(frame, '::after').content)).toBe('none')
})
