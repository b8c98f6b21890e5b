import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { buildFor, LIBRARIES } from './build-for.ts'

let browser: Browser
let folder = ''

beforeAll(async () => {
  browser = await launchChromium()
  folder = await mkdtemp(join(tmpdir(), 'lockstep-pieces-'))
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

describe.each(LIBRARIES)('on %s', (library) => {
  let page: Page
  let html = ''
  const faults: string[] = []

  beforeAll(async () => {
    html = await buildFor(library, 'pieces', folder)
  })
  beforeEach(async () => {
    const context = await browser.newContext()
    page = await context.newPage()
    faults.length = 0
    page.on('pageerror', (error) => faults.push(error.message))
    await page.evaluate(() => {
      const written: unknown[] = []
      Object.assign(window, { written, openai: { theme: 'dark', setWidgetState: (state: unknown) => written.push(state) } })
    })
    await page.setContent(html)
    await page.locator('main').waitFor()
  })
  afterEach(() => page.context().close())

  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.slice(0, 40) ?? '')
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  test('M10 the theme of the host is on the document', async () => {
    expect(await page.locator('main').getAttribute('data-theme-seen')).toBe('dark')
    expect(await page.evaluate(() => [document.documentElement.dataset['theme'], document.documentElement.style.colorScheme])).toEqual([
      'dark',
      'dark',
    ])
  })

  test('S0.16 mounting, twice as strict mode does, sends and writes nothing', async () => {
    expect(await page.evaluate(() => [Reflect.get(window, 'sent'), Reflect.get(window, 'written')])).toEqual([[], []])
  })

  test('an edit is painted at once, saved, and can be taken back', async () => {
    await button('More apple').click()
    expect(await button('More apple').textContent()).toBe('2')
    await page.locator('main[data-sync="saved"][data-revision="2"]').waitFor()
    await button('Undo').click()
    expect(await button('More apple').textContent()).toBe('1')
    await page.locator('main[data-revision="3"]').waitFor()
    expect(await page.evaluate(() => (Reflect.get(window, 'sent') as unknown[]).length)).toBe(2)
  })

  test('M11 the focus goes to the same control of the next row, then of the one before, then to the heading', async () => {
    for (const [remove, next] of [
      ['Remove bread', 'Remove milk'],
      ['Remove milk', 'Remove apple'],
      ['Remove apple', 'List'],
    ] as const) {
      await button(remove).focus()
      await page.keyboard.press('Enter')
      await button(remove).waitFor({ state: 'detached' })
      expect(await focused()).toBe(next)
    }
  })

  test('a focus that the person let go of is not brought back', async () => {
    await button('Remove bread').focus()
    await page.mouse.click(600, 600)
    await page.evaluate(() => document.querySelector<HTMLElement>('[aria-label="Remove bread"]')?.click())
    await button('Remove bread').waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
  })

  test('what happened is said once in a polite live region', async () => {
    const region = page.getByRole('status')
    expect(await region.textContent()).toBe('')
    await button('Remove bread').click()
    await page.getByText('bread removed').waitFor({ state: 'attached' })
    expect(await region.getAttribute('aria-live')).toBe('polite')
    expect(await region.count()).toBe(1)
  })

  test('a confirmation asks in place, Escape leaves, and the focus comes back', async () => {
    await button('Clear').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('group', { name: 'Clear the list?' }).waitFor()
    await expect.poll(focused).toBe('Cancel')
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('Clear')
    expect(await page.getByRole('listitem').count()).toBe(3)
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('Cancel')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('listitem').count()).toBe(0)
    await expect.poll(focused).toBe('Clear')
  })

  test('what breaks while rendering can be tried again, and the rest stays', async () => {
    await button('Break').click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('listitem').count()).toBe(3)
    await button('Try again').click()
    await button('Break').waitFor()
    // caught, yet told to whoever listens for errors of the page
    expect(new Set(faults)).toEqual(new Set(['broken on purpose']))
  })
})
