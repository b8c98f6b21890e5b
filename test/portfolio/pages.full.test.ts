import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { HOSTILE_TEXTS, hostileText } from './hostile-texts.ts'
import { setUpPages, type PagesSetup } from './pages-setup.ts'

let browser: Browser
let pages: PagesSetup
beforeAll(async () => {
  browser = await launchChromium()
  pages = await setUpPages({ isListening: true })
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})

async function open(url: string, options: BrowserContextOptions = {}): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1_100, height: 800 }, ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(url)
  return { page, troubles }
}

const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)

/** Every photo of the page has come from the files' origin. */
async function allPhotosShown(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const photos = [...document.images]
    for (const photo of photos) photo.loading = 'eager'
    const isShown = async (photo: HTMLImageElement): Promise<boolean> =>
      photo.decode().then(
        () => photo.naturalWidth > 0,
        () => false,
      )
    return photos.length > 0 && (await Promise.all(photos.map(isShown))).every(Boolean)
  })
}

async function address(kind: 'public' | 'preview' | 'uploader' | 'gone'): Promise<string> {
  const { project_id: id, url } = await pages.sample(kind === 'preview' || kind === 'uploader' ? /Garden/ : /fireplace/)
  if (kind === 'gone') return `${pages.webUrl}/preview/ended`
  return kind === 'public' ? (url ?? '') : pages.link(id, kind)
}

describe.each(['public', 'preview', 'uploader', 'gone'] as const)('the %s page', (kind) => {
  test.each([
    ['light', 1_100],
    ['dark', 375],
  ] as const)('is accessible and fits, %s, %i px wide', async (colorScheme, width) => {
    const { page, troubles } = await open(await address(kind), { colorScheme, viewport: { width, height: 800 } })
    expect(await axeFindings(page, { parts: ['html'] })).toEqual([])
    expect(await fits(page)).toBe(true)
    if (kind !== 'gone') expect(await allPhotosShown(page)).toBe(true)
    const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(isDark ? 'rgb(24, 23, 21)' : 'rgb(253, 252, 250)')
    expect(troubles.filter((trouble) => !trouble.includes('410'))).toEqual([])
    // text of twice the size, as a person sets it in the browser
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await fits(page)).toBe(true)
  })
})

test('the public page is whole without scripts: before and after stand side by side', async () => {
  const { page } = await open(await address('public'), { javaScriptEnabled: false })
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Brick fireplace rebuilt from the hearth up')
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    'Challenge',
    'Solution',
    'Results',
    'Outcomes',
    'Before and after',
    'Photos',
  ])
  const [before, after] = [page.locator('.is-before'), page.locator('.is-after')]
  const [left, right] = [await before.boundingBox(), await after.boundingBox()]
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThan(right?.x ?? 0)
})

test('S1.G.1 before and after are compared by keyboard, and nothing moves by itself', async () => {
  const { page } = await open(await address('public'), { reducedMotion: 'reduce' })
  const slider = page.getByRole('slider', { name: 'Slide between before and after' })
  await slider.focus()
  const cut = () => page.locator('.is-after').evaluate((after) => getComputedStyle(after).clipPath)
  expect(await cut()).toContain('50%')
  await page.keyboard.press('End')
  expect(await cut()).toContain('100%')
  expect(await slider.getAttribute('aria-valuetext')).toBe('100 % before')
  await page.keyboard.press('Home')
  expect(await cut()).toMatch(/0(?:px|%)\)$/)
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})

test('SEC10 no text of a project runs on the public page, in the preview or in the uploader', async () => {
  const facts = { title: 'Stoop', project_type: 'Stairs', city: 'Denver', state: 'CO' }
  const { project_id: id } = await pages.ask<{ project_id: string }>('POST', '/api/projects', facts)
  const imageId = await pages.addPhoto(id, { file_name: `${hostileText(1, 200).replaceAll('/', '|')}.jpg` })
  const { url } = await pages.ask<{ url: string }>('POST', `/api/projects/${id}/publish`)
  const targets = [url, await pages.link(id, 'preview'), await pages.link(id, 'uploader')]
  const { page, troubles } = await open(url)
  for (const [round, hostile] of HOSTILE_TEXTS.entries()) {
    await makeHostile(id, imageId, round)
    for (const target of targets) {
      await page.goto(target)
      expect(troubles).toEqual([])
      expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false)
      expect(await page.evaluate(strangeMarkup)).toEqual([])
      expect(await page.locator('body').textContent()).toContain(hostile)
    }
  }
})

/** Puts this text of the corpus, and others after it, into every text that a project has. */
async function makeHostile(id: string, imageId: string, round: number): Promise<void> {
  const text = (turn: number, max: number) => hostileText(round + turn, max)
  await pages.ask('PATCH', `/api/projects/${id}`, {
    title: text(0, 200),
    project_type: text(1, 100),
    city: text(2, 100),
    state: text(3, 50),
    neighborhood: text(4, 100),
    duration: text(5, 50),
    tags: [text(6, 60), text(7, 60)],
    materials: [text(8, 60)],
    techniques: [text(9, 60)],
    seo_title: text(0, 70),
    seo_description: text(1, 160),
    // every other round the story is told by hand
    ...(round % 2 === 1 ? { description: text(0, 2_000) } : { description_manual: false }),
  })
  await pages.ask('PATCH', `/api/projects/${id}/sections`, {
    summary: text(0, 500),
    challenge: text(1, 2_000),
    solution: text(2, 2_000),
    results: text(3, 2_000),
    outcome_highlights: [text(4, 200), text(5, 200)],
  })
  await pages.ask('PATCH', `/api/projects/${id}/images`, { labels: [{ image_id: imageId, alt_text: text(6, 300) }] })
}

/** Runs in the page: markup that no page of ours has. */
function strangeMarkup(): string[] {
  const all = [...document.querySelectorAll('*')]
  const handlers = all.flatMap((element) => [...element.attributes].map(({ name }) => name)).filter((name) => /^on|^srcdoc$/i.test(name))
  const elements = document.querySelectorAll('iframe, svg, base, style, script:not([src]), a')
  return [...handlers, ...[...elements].map(({ outerHTML }) => outerHTML)]
}
