import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { LIBRARIES } from './build-for.ts'
import { openViews } from './open-views.ts'
import { answer, opened, recordOf, tellGlobals } from './page-host.ts'

describe.each(LIBRARIES)('on %s', (library) => {
  const open = openViews(library, 'hooks')
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

  test('X5 S2.K.5 S2.K.9 the mode is the host’s word: none is asked for on mount, and a change keeps draft and focus', async () => {
    const page = await open()
    const section = page.locator('section[data-mode]')
    expect([await section.getAttribute('data-mode'), await section.getAttribute('data-modes')]).toEqual(['inline', 'inline,pip,fullscreen'])
    expect((await recordOf(page)).modes).toEqual([])
    await button(page, 'Float').click()
    expect((await recordOf(page)).modes).toEqual([{ mode: 'pip' }])
    await page.getByLabel('Title').fill('Rye')
    await tellGlobals(page, { displayMode: 'fullscreen' })
    await expect.poll(() => section.getAttribute('data-mode')).toBe('fullscreen')
    expect(await page.getByLabel('Title').inputValue()).toBe('Rye')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  })

  test('a follow-up is said once', async () => {
    const page = await open()
    await button(page, 'Ask').click()
    await expect.poll(() => page.locator('section[data-mode]').getAttribute('data-follow-up')).toBe('sent')
    expect((await recordOf(page)).messages).toEqual(['Sum it up.'])
  })

  test('files go up side by side, and one that will not do says why and takes no other with it', async () => {
    const page = await open()
    await page.getByLabel('Files').setInputFiles([
      { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('png') },
      { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('text') },
    ])
    const states = () => page.locator('[data-upload]').evaluateAll((items) => items.map((item) => item.getAttribute('data-upload')))
    await expect.poll(states).toEqual(['a.png done', 'b.txt failed VIEW_FILE_TYPE'])
    await button(page, 'Again b.txt').click()
    await expect.poll(states).toEqual(['a.png done', 'b.txt failed VIEW_FILE_TYPE'])
  })

  test('a host without files says so beforehand', async () => {
    const page = await open({ globals: opened, lacks: ['uploadFile'] })
    expect(await page.locator('section[data-mode]').getAttribute('data-can-upload')).toBe('false')
  })

  test('X6 a dialog is the host’s where it has one', async () => {
    const page = await open()
    await button(page, 'Details').click()
    await expect.poll(async () => (await recordOf(page)).modals).toEqual([{ params: { id: 'a', title: 'Details' } }])
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('S1.F.2 X6 else it is the view’s: the focus stays inside, Escape closes it and gives the focus back, and the frame grows with it', async () => {
    const page = await open({ globals: opened, lacks: ['requestModal'] })
    const opener = button(page, 'Details')
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Details' }).waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await expect.poll(focused).toBe('Close')
    expect(await page.evaluate(() => document.documentElement.getBoundingClientRect().height)).toBeGreaterThan(600)
    await page.getByLabel('Title').focus()
    expect(await focused()).toBe('Close')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await expect.poll(focused).toBe('Details')
    await expect.poll(() => page.evaluate(() => document.documentElement.style.minHeight)).toBe('')
    await page.keyboard.press('Enter')
    await button(page, 'Close').click()
    await expect.poll(focused).toBe('Details')
  })

  test('a document that the result brought is saved by the tools of its kind, with nothing said but its spec', async () => {
    const at = (revision: number, tea: number) => ({ documentId: 'd_1', epoch: 'e1', revision, value: { votes: { tea } } })
    const page = await open({ globals: { ...opened, toolResponseMetadata: { 'lockstep/document': at(1, 2) } } })
    await answer(page, 'vote_board_changes', { content: [], structuredContent: { documentId: 'd_1', revision: 1, unchanged: true } })
    await page.evaluate(
      ([first]) => {
        const { openai, host } = window as unknown as { openai: { callTool: unknown }; host: { calls: unknown[] } }
        const before = openai.callTool as (name: string, args: unknown) => unknown
        openai.callTool = async (name: string, args: { mutationId: string; value: unknown }) => {
          if (name !== 'sync_vote_board') return before(name, args)
          host.calls.push({ name, args })
          const reply = { ...first, revision: 2, value: args.value, mutationId: args.mutationId, status: 'applied', conflicts: [], changes: [] }
          return { content: [], structuredContent: {}, _meta: { 'lockstep/document': reply } }
        }
      },
      [at(1, 2)],
    )
    await button(page, 'Votes 2 0').click()
    await page.locator('[data-sync="saved 2"]').waitFor()
    expect(await button(page, 'Votes 3 0').count()).toBe(1)
    const { calls } = await recordOf(page)
    expect(calls.filter(({ name }) => name === 'sync_vote_board')).toMatchObject([
      { args: { documentId: 'd_1', baseRevision: 1, value: { votes: { tea: 3 } }, v: 2 } },
    ])
  })

  test('without a host a note says so, and with one there is none', async () => {
    const alone = await open(null)
    await alone.getByRole('note').waitFor()
    expect(await (await open()).getByRole('note').count()).toBe(0)
  })
})
