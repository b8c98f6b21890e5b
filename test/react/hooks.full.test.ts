import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { LIBRARIES } from './build-for.ts'
import { openViews } from './open-views.ts'
import { answer, notes, opened, recordOf, tellGlobals } from './page-host.ts'

type Fields = Record<string, unknown>

const listed = (list = notes) => ({ content: [{ type: 'text', text: 'Notes.' }], structuredContent: { notes: list } })
const saved = (note = { id: 'a', title: 'Oats' }) => ({ content: [], structuredContent: { note } })
const refused = (code: string, more: Fields = {}) => ({
  content: [],
  isError: true,
  _meta: { 'lockstep/error': { code, message: 'The notes could not be reached. Try again.', ...more } },
})
describe.each(LIBRARIES)('on %s', (library) => {
  const open = openViews(library, 'hooks')
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const main = (page: Page, attribute: string) => page.locator('main').getAttribute(attribute)
  const privateOf = (state: Fields | undefined) => state?.['privateContent'] as Fields | undefined
  /** The same message opened again: the host has kept the state, and the frame is a new one. */
  async function reload(page: Page): Promise<Page> {
    const { written } = await recordOf(page)
    return open({ globals: { ...opened, widgetState: written.at(-1) ?? null } })
  }

  test('S1.E.6 a skeleton until the result arrives, then its data and its private part; nothing is asked or written', async () => {
    const page = await open({ globals: { toolOutput: null, toolResponseMetadata: null, widgetState: null } })
    await page.locator('p[aria-busy=true]').waitFor()
    await tellGlobals(page, opened)
    await button(page, 'Milk').waitFor()
    expect([await main(page, 'data-read'), await main(page, 'data-folders')]).toEqual(['ready', 'home,work'])
    const { calls, written } = await recordOf(page)
    expect([calls, written]).toEqual([[], []])
  })

  test('S1.B.3 S1.E.1 S1.E.3 draft and selection are there again after a reload of the same message', async () => {
    const page = await open()
    await button(page, 'Bread').click()
    await page.getByLabel('Title').fill('Rye')
    const again = await reload(page)
    expect(await again.getByLabel('Title').inputValue()).toBe('Rye')
    expect(await button(again, 'Bread').getAttribute('aria-pressed')).toBe('true')
  })

  test('S1.C.1 S2.S.2 with all kept state wiped the data is the same: it comes from the server alone', async () => {
    const page = await open()
    await button(page, 'Bread').click()
    await page.getByLabel('Title').fill('Rye')
    const titles = (from: Page) => from.locator('main > ul').getByRole('button').allTextContents()
    const before = await titles(page)
    const wiped = await open({ globals: { ...opened, widgetState: null } })
    expect(await titles(wiped)).toEqual(before)
    expect(await button(wiped, 'Bread').getAttribute('aria-pressed')).toBe('false')
  })

  test('S1.C.2 what is kept with the host is UI state: the app’s own keys and the framework’s, and none of the data', async () => {
    const page = await open()
    await answer(page, 'save_note', saved({ id: 'a', title: 'Oats' }))
    await answer(page, 'list_notes', listed())
    await button(page, 'Milk').click()
    await page.getByLabel('Title').fill('Oats')
    await button(page, 'Save').click()
    await expect.poll(() => main(page, 'data-save')).toBe('success')
    const { written } = await recordOf(page)
    expect(new Set(written.flatMap((state) => Object.keys(privateOf(state) ?? {})))).toEqual(new Set(['draft', 'isBroken', 'lockstep/writes']))
    expect(new Set(written.flatMap(({ modelContent }) => Object.keys(modelContent ?? {})))).toEqual(new Set(['selected']))
    expect(JSON.stringify(written)).not.toMatch(/Bread|"notes"/)
    expect(Math.max(...written.map((state) => JSON.stringify(state).length))).toBeLessThan(1_000)
  })

  test('S1.E.4 S1.E.5 S1.D.4 S1.D.5 saving calls the tool, then shows what the server has, and the draft is gone', async () => {
    const page = await open()
    await answer(page, 'save_note', saved({ id: 'a', title: 'Oats' }))
    await answer(page, 'list_notes', listed([{ id: 'a', title: 'Oats' }]))
    await button(page, 'Milk').click()
    await page.getByLabel('Title').fill('Oats')
    await button(page, 'Save').click()
    await button(page, 'Oats').waitFor()
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('')
    const { calls, written } = await recordOf(page)
    expect(calls).toEqual([
      { name: 'save_note', args: { id: 'a', title: 'Oats', operationId: expect.stringMatching(/^[\w.:-]{16,128}$/) } },
      { name: 'list_notes', args: {} },
    ])
    expect(Object.keys(privateOf(written.at(-1)) ?? {})).not.toContain('draft')
    await page.getByRole('status').getByText('Saved.').waitFor({ state: 'attached' })
  })

  test('S1.D.6 the selection stays while what it names is there, and goes with it', async () => {
    const page = await open()
    await answer(page, 'list_notes', listed())
    await answer(page, 'save_note', saved({ id: 'a', title: 'Milk' }), saved({ id: 'c', title: 'Tea' }))
    await button(page, 'Milk').click()
    await button(page, 'Save').click()
    await expect.poll(() => main(page, 'data-save')).toBe('success')
    expect(await button(page, 'Milk').getAttribute('aria-pressed')).toBe('true')
    // another input than before: the same one again at once would count as a double click
    await page.getByLabel('Title').fill('Tea')
    await button(page, 'Save').click()
    await expect.poll(() => button(page, 'Milk').getAttribute('aria-pressed')).toBe('false')
  })

  test('S1.D.4 a read is asked for when its input is there, keeps what it had while and when asking fails, and the last one asked counts', async () => {
    const page = await open()
    const shown = () => page.locator('[data-folder]').getAttribute('data-folder')
    expect(await shown()).toBe('idle - - fresh')
    await answer(page, 'list_notes', listed(), refused('unavailable'), listed([]))
    await page.getByLabel('Folder').fill('a')
    await expect.poll(shown).toBe('ready 2 - fresh')
    await button(page, 'Refresh').click()
    await expect.poll(shown).toBe('failed 2 unavailable stale')
    await button(page, 'Refresh').click()
    await expect.poll(shown).toBe('ready 0 - fresh')
    await answer(page, 'list_notes', 'never')
    await page.getByLabel('Folder').fill('b')
    await expect.poll(shown).toBe('loading 0 - stale')
    await answer(page, 'list_notes', listed())
    await page.getByLabel('Folder').fill('c')
    await expect.poll(shown).toBe('ready 2 - fresh')
    const { calls } = await recordOf(page)
    expect(calls.map(({ args }) => args['folder'])).toEqual(['a', 'a', 'a', 'b', 'c'])
  })

  test('a double click is one call', async () => {
    const page = await open()
    await answer(page, 'save_note', saved())
    await answer(page, 'list_notes', listed())
    await button(page, 'Save').dblclick()
    await expect.poll(() => main(page, 'data-save')).toBe('success')
    const { calls } = await recordOf(page)
    expect(calls.filter(({ name }) => name === 'save_note')).toHaveLength(1)
  })

  test('S1.E.8 a failure is told without blame and can be retried, the draft untouched', async () => {
    const page = await open()
    await answer(page, 'save_note', refused('unavailable'), saved({ id: 'new', title: 'Oats' }))
    await answer(page, 'list_notes', listed())
    await page.getByLabel('Title').fill('Oats')
    await button(page, 'Save').click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).not.toMatch(/\byou\b|invalid/i)
    expect(await page.getByLabel('Title').inputValue()).toBe('Oats')
    await button(page, 'Retry').click()
    await expect.poll(() => main(page, 'data-save')).toBe('success')
    const { calls } = await recordOf(page)
    const ids = calls.filter(({ name }) => name === 'save_note').map(({ args }) => args['operationId'])
    expect([ids.length, new Set(ids).size]).toEqual([2, 1])
  })

  test('S1.D.1 a save whose answer the reload swallowed comes back as not known, and goes out under the same id', async () => {
    const page = await open()
    await answer(page, 'save_note', 'never')
    await page.getByLabel('Title').fill('Oats')
    await button(page, 'Save').click()
    await expect.poll(async () => (await recordOf(page)).calls.length).toBe(1)
    const again = await reload(page)
    await again.getByRole('alert').waitFor()
    expect((await recordOf(again)).calls).toEqual([])
    await answer(again, 'save_note', saved())
    await answer(again, 'list_notes', listed())
    await button(again, 'Retry').click()
    await expect.poll(() => main(again, 'data-save')).toBe('success')
    expect((await recordOf(again)).calls[0]).toEqual((await recordOf(page)).calls[0])
  })

  test('S1.D.3 X26 the question of the server is asked in the view: no sends nothing, yes sends its token', async () => {
    const page = await open()
    await answer(page, 'list_notes', listed([]))
    await answer(page, 'drop_note', refused('confirmation_required', { question: 'Delete Milk?', confirmation: 't1', expiresAt: 1 }), {
      content: [],
      structuredContent: {},
    })
    await button(page, 'Delete').click()
    await page.getByRole('group', { name: 'Delete Milk?' }).waitFor()
    await button(page, 'Keep it').click()
    await button(page, 'Delete').waitFor()
    expect((await recordOf(page)).calls).toHaveLength(1)
    await answer(page, 'drop_note', refused('confirmation_required', { question: 'Delete Milk?', confirmation: 't2' }), {
      content: [],
      structuredContent: {},
    })
    await button(page, 'Delete').click()
    await button(page, 'Delete it').click()
    await expect.poll(() => page.getByRole('listitem').count()).toBe(0)
    const { calls } = await recordOf(page)
    expect(calls[2]?.args).toMatchObject({ id: 'a', confirmation: 't2', operationId: calls[1]?.args['operationId'] })
    await page.getByRole('status').getByText('Deleted.').waitFor({ state: 'attached' })
  })

  test('what breaks while rendering is told and can be tried again, drafts and the rest untouched', async () => {
    const page = await open()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.getByLabel('Title').fill('Rye')
    await button(page, 'Break').click()
    const alert = page.getByRole('alert').filter({ hasText: 'could not be shown' })
    await alert.waitFor()
    expect(await page.getByLabel('Title').inputValue()).toBe('Rye')
    await button(page, 'Try again').click()
    await button(page, 'Break').waitFor()
    expect(await page.getByLabel('Title').inputValue()).toBe('Rye')
    expect(errors).toContain('broken on purpose')
  })

  test('two calls of a read under way: the later one counts, whichever answers last', async () => {
    const page = await open()
    await page.evaluate(() => {
      const { openai } = window as unknown as { openai: { callTool: unknown } }
      const late: Record<string, () => void> = {}
      openai.callTool = (_name: string, { folder }: { folder: string }) =>
        new Promise(
          (resolve) => (late[folder] = () => resolve({ content: [], structuredContent: { notes: folder === 'a' ? [] : [{ id: 'a', title: 'A' }] } })),
        )
      Object.assign(window, { late })
    })
    const shown = () => page.locator('[data-folder]').getAttribute('data-folder')
    const settle = (folder: string) => page.evaluate((name) => Reflect.get(window, 'late')[name](), folder)
    for (const folder of ['a', 'b']) {
      await page.getByLabel('Folder').fill(folder)
      await page.waitForFunction((name) => name in Reflect.get(window, 'late'), folder)
    }
    await settle('b')
    await expect.poll(shown).toBe('ready 1 - fresh')
    await settle('a')
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    expect(await shown()).toBe('ready 1 - fresh')
  })
})
