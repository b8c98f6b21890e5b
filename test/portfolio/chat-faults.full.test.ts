import type { Frame } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { drawPhoto } from '../../apps/portfolio/sample/draw-photo.ts'
import { SAMPLE_PROJECTS } from '../../apps/portfolio/sample/sample-projects.ts'
import { launchChromium } from '../support/chromium.ts'
import { HOSTILE_TEXTS, hostileText } from './hostile-texts.ts'
import { clickAtRest, standStill } from '../support/stand-still.ts'
import { openLocalPortfolio, type LocalPortfolio } from './local-portfolio.ts'

async function openPortfolio(): Promise<LocalPortfolio> {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const context = await browser.newContext({ viewport: { width: 1_280, height: 1_000 }, reducedMotion: 'reduce' })
  const local = await openLocalPortfolio(context)
  onTestFinished(local.close)
  return local
}

/** A photo of its own for each step: the same one twice would be found out. */
async function photoOf(scene: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const photo = SAMPLE_PROJECTS.flatMap(({ photos }) => photos)[scene]
  if (photo === undefined) throw new Error(`Expected a sample photo ${scene}, found none.`)
  return { name: `${scene}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(await drawPhoto(photo.scene)) }
}

test(
  'S2.D.7 K5 calls that arrive twice, answers that are lost and uploads that fail leave no ghost, and the person gets each photo in',
  { timeout: 120_000 },
  async () => {
    const { host, page, failures } = await openPortfolio()
    await host.prompt('Start a project called Brick fireplace in Denver')
    await host.prompt('Add photos')
    const media: Frame = await host.view()
    await standStill(page)
    const rows = () => media.locator('li[data-photo]').count()
    const add = async (scene: number): Promise<void> =>
      media
        .locator('input[type=file]')
        .first()
        .setInputFiles([await photoOf(scene)])
    /** What the API has, asked past every fault. */
    const kept = async (): Promise<unknown> => {
      host.faults.clear()
      await host.callTool('get_project_status', { project_id: projectId })
      const call = host.core.getState().conversation.entries.findLast(({ kind }) => kind === 'tool')
      return call?.kind === 'tool' ? call.result?.structuredContent?.['image_count'] : null
    }
    const started = host.core
      .getState()
      .conversation.entries.findLast((entry) => entry.kind === 'tool' && entry.result?.structuredContent !== undefined)
    const projectId = started?.kind === 'tool' ? String(started.result?.structuredContent?.['project_id']) : ''

    // the address for the bytes is asked for twice
    host.faults.set('deliver-twice', { by: 'view', tool: 'add_project_media', times: null })
    await add(0)
    await expect.poll(rows).toBe(1)

    // its answer is lost: the row says so, and one press gets the photo in
    host.faults.clear()
    host.faults.set('lose-reply', { by: 'view', tool: 'add_project_media', times: 1 })
    await add(1)
    await media.locator('li[data-upload=failed]').waitFor()
    await clickAtRest(media.getByRole('button', { name: /^Retry / }).first())
    await expect.poll(rows).toBe(2)

    // the host does not take the file at first
    host.faults.clear()
    host.faults.set('failed-upload', { times: 1 })
    await add(2)
    await media.locator('li[data-upload=failed]').waitFor()
    await clickAtRest(media.getByRole('button', { name: /^Retry / }).first())
    await expect.poll(rows).toBe(3)

    // the cover is chosen, its answer lost and asked for again by the host
    host.faults.set('lose-reply-and-retry', { by: 'view', tool: 'set_project_hero_media', times: 1 })
    await clickAtRest(media.getByRole('button', { name: /^Make .* the cover$/ }).last())
    await expect.poll(() => media.getByText('Cover', { exact: true }).count()).toBe(1)

    // the view is thrown away while a label is on its way: it comes back as the server has it
    host.faults.set('remount', { by: 'view', tool: 'set_project_media_labels', times: 1 })
    await media
      .getByRole('combobox', { name: /^Label of/ })
      .first()
      .selectOption('before')
    await expect
      .poll(
        async () =>
          await (
            await host.view()
          )
            .getByRole('combobox', { name: /^Label of/ })
            .first()
            .inputValue(),
        { timeout: 15_000 },
      )
      .toBe('before')
    expect(await kept()).toBe(3)
    expect(failures).toEqual([])
  },
)

test('SEC10 no text of a project runs in the views or on the page of the host, whoever wrote it', { timeout: 90_000 }, async () => {
  const { host, page } = await openPortfolio()
  for (const [index, title] of HOSTILE_TEXTS.entries()) {
    await host.callTool('create_project_draft', { title, city: hostileText(index, 100), summary: hostileText(index, 500) })
  }
  const status = await host.view()
  await standStill(page)
  await status.getByRole('heading').first().waitFor()
  await host.callTool('list_projects', {})
  const list = await host.view()
  await list.getByText('<script>window.hacked=1</script>').first().waitFor()
  for (const tab of ['Model sees', 'State', 'Timeline', 'Metadata']) {
    await page.getByRole('tab', { name: tab }).click()
    await page
      .getByRole('tabpanel')
      .getByText('hacked')
      .first()
      .waitFor({ timeout: 5_000 })
      .catch(() => undefined)
  }
  const hacked = await Promise.all(page.frames().map((frame) => frame.evaluate(() => 'hacked' in window)))
  expect(hacked.length).toBeGreaterThan(3)
  expect(hacked.some(Boolean)).toBe(false)
  expect(await page.locator('script:not([src]):not([type="application/json"])').count()).toBe(0)
})
