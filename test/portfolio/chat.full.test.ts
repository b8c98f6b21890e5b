import type { Frame } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { drawPhoto } from '../../apps/portfolio/sample/draw-photo.ts'
import { SAMPLE_PROJECTS } from '../../apps/portfolio/sample/sample-projects.ts'
import { launchChromium } from '../support/chromium.ts'
import { clickAtRest, standStill } from '../support/stand-still.ts'
import { openLocalPortfolio } from './local-portfolio.ts'

test('S1.E.5 S2.D.3 in the local ChatGPT a project is told, illustrated, refused, mended, published and seen', { timeout: 90_000 }, async () => {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const context = await browser.newContext({ viewport: { width: 1_280, height: 1_000 }, reducedMotion: 'reduce' })
  const { host, page, failures, close } = await openLocalPortfolio(context)
  onTestFinished(close)

  const agree = async (text: string): Promise<void> => {
    await host.prompt(text)
    await page.getByRole('button', { name: 'Approve' }).click()
    await host.core.whenIdle()
  }
  const lastAnswer = () => {
    const call = host.core.getState().conversation.entries.findLast(({ kind }) => kind === 'tool')
    return call?.kind === 'tool' ? call.result : null
  }

  await host.prompt('Start a project called Brick fireplace in Denver')
  await host.prompt('The kind of work was chimney rebuild')
  await host.prompt('Can I publish it now?')
  expect(lastAnswer()?.structuredContent).toMatchObject({ can_publish: false, missing_fields: ['state', 'images', 'hero_image_id'] })

  // photos from the view, through the host's files
  await host.prompt('Add photos')
  const media: Frame = await host.view()
  await standStill(page)
  const photos = await Promise.all(
    (SAMPLE_PROJECTS[0]?.photos ?? []).slice(0, 3).map(async ({ fileName, scene }) => ({
      name: fileName,
      mimeType: 'image/jpeg',
      buffer: Buffer.from(await drawPhoto(scene)),
    })),
  )
  await media.locator('input[type=file]').first().setInputFiles(photos)
  await expect.poll(() => media.locator('li[data-photo]').count()).toBe(3)
  await media
    .getByRole('combobox', { name: /^Label of/ })
    .first()
    .selectOption('before')
  await media
    .getByRole('combobox', { name: /^Label of/ })
    .nth(2)
    .selectOption('after')
  await clickAtRest(media.getByRole('button', { name: /^Make .* the cover$/ }).last())

  await clickAtRest(media.getByRole('button', { name: /^Move .* up$/ }).last())
  await expect
    .poll(() => media.getByRole('combobox', { name: /^Label of/ }).evaluateAll((labels) => labels.map((label) => (label as HTMLSelectElement).value)))
    .toEqual(['before', 'after', ''])

  // the person types while the model writes
  await host.prompt('Let me edit the story')
  const editor = await host.view()
  await standStill(page)
  await editor.getByRole('textbox', { name: 'Results' }).fill('The room is warm all winter.')
  await host.prompt('The challenge was that the old bricks had to stay')
  await expect.poll(() => editor.getByRole('textbox', { name: 'Challenge' }).inputValue()).toContain('the old bricks had to stay')
  await editor.getByText('Saved', { exact: true }).first().waitFor()

  // refused, whatever the person agrees to, and mended
  await agree('Publish the project')
  expect(lastAnswer()).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('state') }] })
  await host.prompt('The state is Colorado')
  await agree('Publish the project')
  await host.prompt('Show me the project')
  const status = await host.view()
  await standStill(page)
  const [shown] = await Promise.all([context.waitForEvent('page'), clickAtRest(status.getByRole('button', { name: 'View page' }))])
  await shown.getByRole('heading', { name: 'Brick fireplace', level: 1 }).waitFor()
  for (const words of ['the old bricks had to stay', 'The room is warm all winter.']) expect(await shown.getByText(words).count()).toBe(1)
  expect(await shown.getByRole('slider').count()).toBe(1)
  expect(await shown.locator('img').count()).toBe(4)

  // taken back, and gone
  await agree('Unpublish the project')
  expect((await shown.reload())?.status()).toBe(410)
  expect(failures).toEqual([])
})

test(
  'S2.D.6 where the host has no files for views, the uploader of the web takes the photos, and the view has them',
  { timeout: 60_000 },
  async () => {
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const context = await browser.newContext({ viewport: { width: 1_280, height: 1_000 }, reducedMotion: 'reduce' })
    const { host, page, close } = await openLocalPortfolio(context)
    onTestFinished(close)
    host.settings({ profile: 'mcp-apps' })
    await host.prompt('Start a project called Garden wall')
    await host.prompt('Add photos')
    const media = await host.view()
    await standStill(page)
    expect(await media.locator('input[type=file]').count()).toBe(0)
    await clickAtRest(media.getByRole('button', { name: 'Upload in the browser' }).last())
    const [uploader] = await Promise.all([
      context.waitForEvent('page', { timeout: 5_000 }),
      page.getByRole('button', { name: 'Open in a new tab' }).click({ timeout: 5_000 }),
    ])
    const [photo] = SAMPLE_PROJECTS[0]?.photos ?? []
    if (photo === undefined) throw new Error('no sample photo')
    await uploader
      .getByLabel('Photos', { exact: true })
      .setInputFiles([{ name: photo.fileName, mimeType: 'image/jpeg', buffer: Buffer.from(await drawPhoto(photo.scene)) }])
    await expect.poll(() => uploader.locator('#photos img').count()).toBe(1)
    await uploader.close()
    // a page without a window does not learn by itself that it is looked at again
    await media.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect.poll(() => media.locator('li[data-photo]').count()).toBe(1)
  },
)
