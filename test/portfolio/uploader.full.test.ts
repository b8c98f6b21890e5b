import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { drawPhoto } from '../../apps/portfolio/sample/draw-photo.ts'
import type { ApiProject } from '../../apps/portfolio/shared/api-types.ts'
import { launchChromium } from '../support/chromium.ts'
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

interface Uploader {
  page: Page
  choose(...files: Array<{ name: string; mimeType: string; buffer: Buffer }>): Promise<void>
  images(): Promise<ApiProject['images']>
}

/** The uploader of an empty project, in a browser. */
async function openUploader(): Promise<Uploader> {
  const { project_id: id } = await pages.ask<{ project_id: string }>('POST', '/api/projects', { title: 'Stoop' })
  const context = await browser.newContext({ viewport: { width: 375, height: 800 } })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(await pages.link(id, 'uploader'))
  return {
    page,
    choose: (...files) => page.getByLabel('Photos', { exact: true }).setInputFiles(files),
    images: async () => (await pages.ask<ApiProject>('GET', `/api/projects/${id}`)).images,
  }
}

async function photo(name: string, seed: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const bytes = await drawPhoto({ seed, hue: 20, wear: 0, built: 1, hearth: 'none', bricksAcross: 2 + seed })
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(bytes) }
}

const news = (page: Page) => page.getByRole('status').textContent()
const shown = (page: Page) => page.locator('#photos img').count()

test('S2.D.6 photos go from the uploader into the project, with what they show, and the list has them', async () => {
  const { page, choose, images } = await openUploader()
  await page.getByLabel('These photos show').selectOption('before')
  await choose(await photo('one.jpg', 1), await photo('two.jpg', 2))
  await expect.poll(() => shown(page)).toBe(2)
  await expect.poll(() => news(page)).toBe('two.jpg was added.')
  expect((await images()).map(({ file_name, image_type, is_hero }) => [file_name, image_type, is_hero])).toEqual([
    ['one.jpg', 'before', true],
    ['two.jpg', 'before', false],
  ])
  expect(await page.locator('#queue li').count()).toBe(0)
  await page.reload()
  expect(await shown(page)).toBe(2)
})

test('S2.D.7 each file that cannot be taken says why, and the others are added', async () => {
  const { page, choose, images } = await openUploader()
  await choose(
    { name: 'phone.heic', mimeType: 'image/heic', buffer: Buffer.from('heic') },
    { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo at all') },
    { name: 'huge.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(10_000_001) },
    await photo('good.jpg', 3),
  )
  await expect.poll(() => shown(page)).toBe(1)
  const rows = page.getByRole('list', { name: 'On their way' }).getByRole('listitem')
  expect(await rows.count()).toBe(3)
  expect(await rows.nth(0).textContent()).toContain('HEIC photos cannot be shown by browsers')
  expect(await rows.nth(1).textContent()).toContain('JPEG')
  expect(await rows.nth(2).textContent()).toContain('10000000 bytes')
  expect((await images()).map(({ file_name: name }) => name)).toEqual(['good.jpg'])
  await page.getByRole('button', { name: 'Try again: phone.heic' }).click()
  await expect.poll(() => news(page)).toContain('phone.heic was not added. HEIC')
})

test('S2.D.7 an answer that was lost, then sent again, is one photo; an address past its end is asked for anew', async () => {
  const { page, choose, images } = await openUploader()
  let puts = 0
  await page.route('**/u/*', async (route) => {
    if (route.request().method() !== 'PUT' || (puts += 1) > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await choose(await photo('lost.jpg', 4))
  const again = page.getByRole('button', { name: 'Try again: lost.jpg' })
  await again.waitFor()
  expect(await images()).toHaveLength(1)
  await again.click()
  await expect.poll(() => news(page)).toBe('lost.jpg was added.')
  expect(await images()).toHaveLength(1)

  puts = 0
  await page.unroute('**/u/*')
  await page.route('**/u/*', async (route) => {
    if (route.request().method() === 'PUT' && (puts += 1) === 1) pages.pass(16 * 60_000)
    return route.continue()
  })
  await choose(await photo('late.jpg', 5))
  await page.getByRole('button', { name: 'Try again: late.jpg' }).click()
  await expect.poll(() => news(page)).toBe('late.jpg was added.')
  expect(await images()).toHaveLength(2)
})

test('a list of photos that does not come whole holds up no photo', async () => {
  const { page, choose, images } = await openUploader()
  await page.route('**/photos', (route) => route.fulfill({ contentType: 'application/json', body: '{"photos":[{"na' }))
  await choose(await photo('first.jpg', 7))
  await expect.poll(() => news(page)).toBe('first.jpg was added.')
  await page.unroute('**/photos')
  await choose(await photo('second.jpg', 8))
  await expect.poll(() => news(page)).toBe('second.jpg was added.')
  expect(await images()).toHaveLength(2)
  await expect.poll(() => shown(page)).toBe(2)
})

test('a photo on its way is cancelled by keyboard, and focus has a place to go', async () => {
  const { page, choose, images } = await openUploader()
  await page.route('**/u/*', () => undefined)
  await choose(await photo('slow.jpg', 6))
  await page.getByRole('button', { name: 'Cancel: slow.jpg' }).press('Enter')
  await expect.poll(() => news(page)).toBe('slow.jpg was not added.')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('files')
  expect(await images()).toEqual([])
})
