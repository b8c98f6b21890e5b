import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { answer, recordOf } from '../react/page-host.ts'
import { callsOf, linksOf, portfolioViews } from './open-portfolio-view.ts'
import { image, OPEN_GATE, opened, project, projectAnswer, refused } from './view-fixture.ts'

const open = portfolioViews()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const told = (part: Parameters<typeof project>[0]) => projectAnswer(project(part))
const DRAFT = project({ images: [], hero_image_id: null, hero_source: null, city: '', state: '', gate: OPEN_GATE })

test('S1.A.2 S2.D.1 S2.D.3 S2.D.4 S2.D.7 a photo is uploaded with the host’s bytes; a refused one says why and is tried again', async () => {
  const upload = {
    upload_url: 'http://files.localhost/u/1',
    method: 'PUT',
    max_bytes: 9,
    expires_at: '2026-11-21T23:00:00.000Z',
    good_for_ms: 9,
    file_name: 'a.png',
  }
  const full = { error: { code: 'STORAGE_ERROR', message: 'The storage of photos is away. Try again.' } }
  const { page, stored } = await open('status', {
    ...opened(DRAFT),
    storage: [
      { status: 502, body: full },
      { status: 200, body: { image_id: 'i_1' } },
    ],
    answers: { get_project_status: [projectAnswer(DRAFT)], add_project_media: [projectAnswer(DRAFT, { uploads: [upload] })] },
  })
  await button(page, 'Photos').click()
  expect((await recordOf(page)).modes).toEqual([{ mode: 'fullscreen' }])
  await page.getByText('No photos yet').waitFor()
  await page.getByLabel('Photos to add').setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('png') }])
  await page.getByText(full.error.message).waitFor()
  await answer(page, 'get_project_status', told({ revision: 6, images: [image(0)] }))
  await button(page, 'Retry a.png').click()
  await page.locator('[data-photo=i_1]').waitFor()
  expect(stored).toEqual(['bytes of the host'])
  const asked = await callsOf(page, 'add_project_media')
  expect(asked[0]).toMatchObject({ project_id: 'p_1', uploads: [{ file_id: 'file_a.png', file_name: 'a.png', content_type: 'image/png' }] })
  expect(new Set(asked.map(({ operationId }) => operationId)).size).toBe(2)
})

test('S1.A.2 S2.D.6 without the host’s files the uploader opens in the browser, and where no larger mode is given all works inline', async () => {
  const { page } = await open('status', { ...opened(DRAFT), lacks: ['getFileDownloadUrl', 'requestDisplayMode'] })
  await button(page, 'Photos').click()
  await answer(page, 'create_project_link', {
    content: [],
    structuredContent: { project_id: 'p_1', kind: 'uploader' },
    _meta: { url: 'http://web.localhost/upload/t', expires_at: '' },
  })
  await button(page, 'Upload in the browser').click()
  await expect.poll(() => linksOf(page)).toEqual(['http://web.localhost/upload/t'])
  expect(await callsOf(page, 'create_project_link')).toEqual([{ project_id: 'p_1', kind: 'uploader' }])
})

test('K13 S2.D.5 S2.H.3 X22 photos are ordered by keyboard, button and drag; cover, label and description are saved; a deletion is asked and taken back', async () => {
  const { page } = await open('media', opened(project()))
  const order = () => page.locator('[data-photo]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-photo')).join(' '))
  await expect.poll(order).toBe('i_1 i_2 i_3')
  await page.getByText('Choose the cover photo').waitFor()
  const inOrder = (ids: number[], revision: number) => told({ revision, images: ids.map((id) => image(id - 1)) })

  await answer(page, 'reorder_project_media', inOrder([2, 1, 3], 6), inOrder([3, 2, 1], 7), inOrder([2, 1, 3], 8))
  await button(page, 'Move photo 1 of 3: arrow keys').press('ArrowDown')
  await expect.poll(order).toBe('i_2 i_1 i_3')
  expect(await page.evaluate(() => document.activeElement?.closest('[data-photo]')?.getAttribute('data-photo'))).toBe('i_1')
  await button(page, 'Move photo 3 first').click()
  await expect.poll(order).toBe('i_3 i_2 i_1')
  const handle = await page.locator('[data-photo=i_3] .handle').boundingBox()
  const last = await page.locator('[data-photo=i_1]').boundingBox()
  if (handle === null || last === null) throw new Error('expected rows to drag')
  await page.mouse.move(handle.x + 10, handle.y + 10)
  await page.mouse.down()
  await page.mouse.move(handle.x + 10, last.y + last.height - 4, { steps: 4 })
  await page.mouse.up()
  await expect.poll(order).toBe('i_2 i_1 i_3')
  expect((await callsOf(page, 'reorder_project_media')).map(({ image_ids: ids }) => ids)).toEqual([
    ['i_2', 'i_1', 'i_3'],
    ['i_3', 'i_2', 'i_1'],
    ['i_2', 'i_1', 'i_3'],
  ])

  await answer(
    page,
    'set_project_hero_media',
    told({ revision: 9, hero_source: 'user', hero_image_id: 'i_2', images: [image(1, { is_hero: true }), image(0, { is_hero: false })] }),
  )
  await button(page, 'Make photo 1 the cover').click()
  await page.getByText('Choose the cover photo').waitFor({ state: 'hidden' })
  await answer(
    page,
    'set_project_media_labels',
    told({ revision: 10, images: [image(1, { image_type: 'before', alt_text: 'A leaning chimney' }), image(0)] }),
  )
  await page.getByLabel('Label of photo 1').selectOption('before')
  await expect
    .poll(async () => (await callsOf(page, 'set_project_media_labels')).map(({ labels }) => labels))
    .toEqual([[{ image_id: 'i_2', image_type: 'before' }]])
  await page.getByLabel('Description of photo 1').fill('A chimney')
  await page.getByLabel('Description of photo 1').press('Enter')
  await expect
    .poll(async () => (await callsOf(page, 'set_project_media_labels')).at(-1)?.['labels'])
    .toEqual([{ image_id: 'i_2', alt_text: 'A chimney' }])

  await answer(page, 'delete_project_media', told({ revision: 11, images: [image(1)] }))
  await answer(page, 'restore_project_media', told({ revision: 12, images: [image(1), image(0)] }))
  await button(page, 'Delete photo 2').click()
  expect(await callsOf(page, 'delete_project_media')).toEqual([])
  await button(page, 'Delete').click()
  await expect.poll(order).toBe('i_2')
  await button(page, 'Undo').click()
  await expect.poll(order).toBe('i_2 i_1')
  expect((await recordOf(page)).written.at(-1)).toMatchObject({ modelContent: { selected_image_id: 'i_2' } })
})

/** Lets the answers of one tool wait until they are let go, one by one. */
async function hold(page: Page, tool: string): Promise<() => Promise<void>> {
  await page.evaluate((held) => {
    const { openai } = window as unknown as { openai: { callTool(name: string, args: unknown): Promise<unknown> } }
    const waiting: Array<() => void> = []
    const call = openai.callTool.bind(openai)
    Object.assign(window, { waiting })
    openai.callTool = async (name, args) => {
      const given = await call(name, args)
      if (name === held) await new Promise<void>((resolve) => waiting.push(resolve))
      return given
    }
  }, tool)
  return async () => {
    await page.waitForFunction(() => Reflect.get(window, 'waiting').length > 0)
    await page.evaluate(() => Reflect.get(window, 'waiting').shift()())
  }
}

test('S1.E.3 what is typed while another description is being saved stays, in every field', async () => {
  const { page } = await open('media', opened(project()))
  const release = await hold(page, 'set_project_media_labels')
  const field = (index: number) => page.getByLabel(`Description of photo ${index}`)
  await answer(page, 'set_project_media_labels', told({ revision: 6, images: [image(0, { alt_text: 'A chimney' }), image(1), image(2)] }))
  await field(1).fill('A chimney')
  await field(1).press('Enter')
  await field(2).fill('A roof')
  await field(1).fill('A chimney of bricks')
  await release()
  await page.getByText('Label saved.').waitFor({ state: 'attached' })
  await expect.poll(() => callsOf(page, 'set_project_media_labels').then(({ length }) => length)).toBe(2)
  expect([await field(1).inputValue(), await field(2).inputValue()]).toEqual(['A chimney of bricks', 'A roof'])
})

test('a photo that is moved on while its first move is being saved is not moved back by the answer', async () => {
  const { page } = await open('media', opened(project()))
  const release = await hold(page, 'reorder_project_media')
  const order = () => page.locator('[data-photo]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-photo')).join(' '))
  const inOrder = (ids: number[], revision: number) => told({ revision, images: ids.map((id) => image(id - 1)) })
  await answer(page, 'reorder_project_media', inOrder([2, 1, 3], 6), inOrder([2, 3, 1], 7))
  await button(page, 'Move photo 1 down').click()
  await button(page, 'Move photo 2 down').click()
  await expect.poll(order).toBe('i_2 i_3 i_1')
  await release()
  await expect.poll(() => callsOf(page, 'reorder_project_media').then(({ length }) => length)).toBe(2)
  expect(await order()).toBe('i_2 i_3 i_1')
  await release()
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'waiting').length)).toBe(0)
  expect(await order()).toBe('i_2 i_3 i_1')
})

test('an order that could not be saved is tried again, and from then on the photos stand as the server has them', async () => {
  const { page } = await open('media', opened(project()))
  const order = () => page.locator('[data-photo]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-photo')).join(' '))
  const inOrder = (ids: number[], revision: number) => told({ revision, images: ids.map((id) => image(id - 1)) })
  await answer(page, 'reorder_project_media', refused('unavailable', 'The portfolio does not answer.'), inOrder([2, 1, 3], 6))
  await button(page, 'Move photo 1 down').click()
  await page.getByText('The order is not saved yet.').waitFor()
  expect(await order()).toBe('i_2 i_1 i_3')
  await button(page, 'Try again').click()
  await page.getByText('The order is not saved yet.').waitFor({ state: 'hidden' })
  await answer(page, 'set_project_hero_media', inOrder([3, 2, 1], 7))
  await button(page, 'Make photo 3 the cover').click()
  await expect.poll(order).toBe('i_3 i_2 i_1')
})

test('S1.E.3 what is typed into the facts while they are being saved is there to be saved', async () => {
  const { page } = await open('status', opened(project()))
  const release = await hold(page, 'update_project_meta')
  await answer(page, 'update_project_meta', told({ revision: 6, city: 'Boulder' }))
  await button(page, 'Edit facts').click()
  const city = page.getByRole('textbox', { name: 'City' })
  await city.fill('Boulder')
  await button(page, 'Save').click()
  await city.fill('Boulder Creek')
  await release()
  await button(page, 'Save').waitFor()
  expect(await city.inputValue()).toBe('Boulder Creek')
  await answer(page, 'update_project_meta', told({ revision: 7, city: 'Boulder Creek' }))
  await button(page, 'Save').click()
  await release()
  await city.waitFor({ state: 'hidden' })
})
