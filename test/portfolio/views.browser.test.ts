import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { answer, recordOf, tellGlobals } from '../react/page-host.ts'
import { GATE_ROWS } from './gate-rows.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import { callsOf, linksOf, portfolioView, portfolioViews } from './open-portfolio-view.ts'
import { image, OPEN_GATE, opened, project, projectAnswer, refused } from './view-fixture.ts'

const open = portfolioViews()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const told = (part: Parameters<typeof project>[0]) => projectAnswer(project(part))
const DRAFT = project({ images: [], hero_image_id: null, hero_source: null, city: '', state: '', gate: OPEN_GATE })

test.each(['status', 'editor', 'media', 'list'] as const)('the %s view is at most 40 kB on the wire', async (name) => {
  expect((await portfolioView(name)).gzipBytes).toBeLessThanOrEqual(40_000)
})

test('S1.A.1 S1.A.4 X27 S2.K.9 S2.P.1 S2.P.3 a draft shows inline what the gate says, required and recommended apart, with two actions at most', async () => {
  const { page } = await open('status', opened(DRAFT))
  const missing = (title: string) =>
    page
      .getByRole('region', { name: title })
      .locator('[data-missing]')
      .evaluateAll((items) => items.map((item) => item.getAttribute('data-missing')))
  await expect.poll(() => missing('Needed to publish')).toEqual(OPEN_GATE.missing_fields)
  expect(await missing('Recommended')).toEqual(OPEN_GATE.recommended_missing)
  expect(await page.locator('[data-action=primary]').count()).toBeLessThanOrEqual(2)
  expect(await button(page, 'Publish').count()).toBe(0)
  expect((await recordOf(page)).modes).toEqual([])
})

test('S2.P.1 S2.P.2 S2.P.3 the view has no rule of its own: for each row of the gate’s list it shows the API’s answer', async () => {
  const { page } = await open('status', opened(DRAFT))
  await page.locator('[data-project]').waitFor()
  for (const [index, { facts, hasPhotos, missing }] of GATE_ROWS.entries()) {
    const gate = { ...OPEN_GATE, can_publish: missing.length === 0, missing_fields: [...missing] }
    const photos = hasPhotos ? {} : { images: [], hero_image_id: null, hero_source: null }
    await tellGlobals(page, { toolResponseMetadata: told({ ...facts, ...photos, gate, revision: 100 + index })._meta })
    const needed = page.getByRole('region', { name: 'Needed to publish' }).locator('[data-missing]')
    await expect.poll(() => needed.evaluateAll((items) => items.map((item) => item.getAttribute('data-missing')))).toEqual(missing)
    expect(await button(page, 'Publish').count()).toBe(missing.length === 0 ? 1 : 0)
    expect(await page.getByRole('region', { name: 'Recommended' }).locator('[data-missing]').count()).toBe(OPEN_GATE.recommended_missing.length)
  }
})

test('X21 what the model could not publish is shown with the reason, and with the project as it is', async () => {
  const said = refused('not_publishable', 'Still needed: city.')
  const { page } = await open('status', {
    globals: { toolInput: { project_id: 'p_1' }, toolOutput: {}, toolResponseMetadata: { status: 'complete', mcp_tool_result: said } },
    answers: { get_project_status: [projectAnswer(DRAFT)] },
  })
  await page.getByRole('alert').filter({ hasText: 'Still needed: city.' }).waitFor()
  await button(page, 'Add the city').first().waitFor()
})

test('S1.E.3 S1.E.4 S1.E.5 S1.E.8 Fix leads to the field; a failed save keeps what was typed, over a reload too, and Retry saves it', async () => {
  const { page } = await open('status', opened(DRAFT))
  await button(page, 'Add the state').click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('state')
  await page.getByLabel('State', { exact: true }).fill('CO')
  await page.getByLabel('City', { exact: true }).fill('Denver')
  const widgetState = (await recordOf(page)).written.at(-1)
  await answer(page, 'update_project_meta', refused('unavailable', 'The portfolio is away for a moment.'))
  await button(page, 'Save').click()
  await page.getByRole('alert').filter({ hasText: 'The portfolio is away for a moment.' }).waitFor()
  expect(await page.getByLabel('State', { exact: true }).inputValue()).toBe('CO')
  const again = await open('status', { ...opened(DRAFT), globals: { ...opened(DRAFT).globals, widgetState } })
  await expect.poll(() => again.page.getByLabel('City', { exact: true }).inputValue()).toBe('Denver')

  await answer(page, 'update_project_meta', told({ revision: 6 }))
  await answer(page, 'get_project_status', told({ revision: 6 }))
  await button(page, 'Try again').click()
  await button(page, 'Publish').waitFor()
  expect((await callsOf(page, 'update_project_meta')).at(-1)).toMatchObject({ project_id: 'p_1', city: 'Denver', state: 'CO' })
  expect(Object.keys((await recordOf(page)).written.at(-1)?.['privateContent'] ?? {})).not.toContain('facts p_1')
})

test('X21 X26 publishing is asked in the view, refused with the reasons of the API, and done once they are gone', async () => {
  const { page } = await open('status', opened(project()))
  await answer(page, 'publish_project', refused('not_publishable', 'Still needed: city.', { missing_fields: ['city'] }))
  await answer(page, 'get_project_status', told({ revision: 6, city: '', gate: { ...OPEN_GATE, missing_fields: ['city'] } }))
  await button(page, 'Publish').click()
  expect(await callsOf(page, 'publish_project')).toEqual([])
  await page.getByRole('group').getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: 'Still needed: city.' }).waitFor()
  await button(page, 'Add the city').first().waitFor()
  await tellGlobals(page, { toolResponseMetadata: told({ revision: 7 })._meta })
  await answer(page, 'publish_project', told({ revision: 8, status: 'published', url: 'http://web.localhost/p/1' }))
  await answer(page, 'get_project_status', told({ revision: 8, status: 'published', url: 'http://web.localhost/p/1' }))
  await button(page, 'Publish').click()
  await page.getByRole('group').getByRole('button', { name: 'Publish', exact: true }).click()
  await button(page, 'View page').click()
  await expect.poll(() => linksOf(page)).toEqual(['http://web.localhost/p/1'])
  await button(page, 'Unpublish').click()
  await button(page, 'Cancel').click()
  expect(await callsOf(page, 'unpublish_project')).toEqual([])
})

/** Runs in the page: a server that keeps the story, on which the model writes before each save; `theirs` = what it wrote into the challenge just now. */
function keepStory(theirs: string | null): void {
  const { openai, host } = window as unknown as { openai: Record<string, unknown>; host: { calls: unknown[]; revision: number } }
  const before = openai['callTool'] as (name: string, args: unknown) => unknown
  host.revision = 5
  openai['callTool'] = async (name: string, args: { documentId: string; mutationId?: string; value: { sections: Record<string, string> } }) => {
    if (name !== 'sync_project_sections' && name !== 'project_sections_changes') return before(name, args)
    host.calls.push({ name, args })
    const { documentId, mutationId } = args
    if (name === 'project_sections_changes') return { content: [], structuredContent: { documentId, revision: host.revision, unchanged: true } }
    const mine = args.value.sections['challenge'] ?? null
    const isMet = theirs !== null && host.revision === 5
    host.revision += 2
    const value = { sections: { ...args.value.sections, results: 'No more smoke.' } }
    const changes = [{ field: 'sections', id: 'results', from: null, to: 'No more smoke.', revision: host.revision - 1, by: 'model' }]
    const conflicts = isMet ? [{ field: 'sections', id: 'challenge', kind: 'overwritten', base: null, mine, theirs, result: mine }] : []
    const reply = { documentId, epoch: 'e1', revision: host.revision, value, mutationId, status: 'merged', conflicts, changes }
    return { content: [], structuredContent: { documentId, revision: host.revision, status: 'merged' }, _meta: { 'lockstep/document': reply } }
  }
}

test('K14 S2.K.8 the story saves by itself, says what the model changed meanwhile, and asks ChatGPT once', async () => {
  const { page } = await open('editor', opened(project()))
  await page.evaluate(keepStory, null)
  await page.getByRole('textbox', { name: 'Challenge' }).fill('It leaned.')
  await page.getByText('ChatGPT changed: Results.').first().waitFor()
  await expect.poll(() => page.getByRole('textbox', { name: 'Results' }).inputValue()).toBe('No more smoke.')
  expect(await page.getByRole('textbox', { name: 'Challenge' }).inputValue()).toBe('It leaned.')
  expect((await callsOf(page, 'sync_project_sections'))[0]).toMatchObject({ documentId: 'p_1', value: { sections: { challenge: 'It leaned.' } } })
  expect((await recordOf(page)).messages).toEqual([])
  await button(page, 'Ask ChatGPT to write: Solution').click()
  await expect.poll(async () => (await recordOf(page)).messages).toEqual(['Write the solution of my project “Chimney rebuild on Elm Street”.'])
})

test('where person and model wrote the same section, the other text is one press away', async () => {
  const { page } = await open('editor', opened(project()))
  await page.evaluate(keepStory, 'It was wet.')
  const challenge = page.getByRole('textbox', { name: 'Challenge' })
  await challenge.fill('It leaned.')
  await page.getByText('Both wrote Challenge').waitFor()
  expect(await challenge.inputValue()).toBe('It leaned.')
  await button(page, 'Take the text of ChatGPT').click()
  await expect.poll(() => challenge.inputValue()).toBe('It was wet.')
  await expect
    .poll(async () => (await callsOf(page, 'sync_project_sections')).at(-1))
    .toMatchObject({ value: { sections: { challenge: 'It was wet.' } } })
})

test('S1.E.1 S1.E.2 the list loads more, keeps its order on the server, and opens what is chosen', async () => {
  const row = (id: string) => ({
    project_id: id,
    title: `Project ${id}`,
    status: 'draft',
    image_count: 0,
    thumbnail_url: null,
    created_at: '2026-11-01T10:00:00.000Z',
    updated_at: '2026-11-01T10:00:00.000Z',
  })
  const list = (ids: string[], next: number | null, sort = 'updated') => ({
    content: [],
    structuredContent: { projects: [], count: 3, has_more: next !== null, next_offset: next },
    _meta: { projects: ids.map(row), sort },
  })
  const first = list(['p_2', 'p_1'], 2)
  const { page } = await open('list', {
    globals: { toolInput: {}, toolOutput: first.structuredContent, toolResponseMetadata: first._meta },
    answers: { list_projects: [first], get_project_status: [projectAnswer(project())] },
  })
  const shown = () => page.locator('[data-project]').evaluateAll((rows) => rows.map((one) => one.getAttribute('data-project')).join(' '))
  await expect.poll(shown).toBe('p_2 p_1')
  await answer(page, 'list_projects', list(['p_3'], null))
  await button(page, 'Load more').click()
  await expect.poll(shown).toBe('p_2 p_1 p_3')
  expect((await callsOf(page, 'list_projects')).at(-1)).toMatchObject({ offset: 2 })
  await answer(page, 'set_list_sort', { content: [], structuredContent: { sort: 'title' }, _meta: { sort: 'title' } })
  await answer(page, 'list_projects', list(['p_1', 'p_2', 'p_3'], null, 'title'))
  await page.getByLabel('Sort by').selectOption('title')
  await expect.poll(shown).toBe('p_1 p_2 p_3')
  await page.locator('button[data-project=p_1]').click()
  await button(page, 'Publish').waitFor()
  expect((await recordOf(page)).written.at(-1)).toMatchObject({ modelContent: { selected_project_id: 'p_1' } })
  await page.getByRole('button', { name: 'All projects' }).click()
  await expect.poll(shown).toBe('p_1 p_2 p_3')
})

test('S1.E.6 S1.E.7 S1.E.8 before a result there is a skeleton; an empty list says what to do; a failure can be tried again', async () => {
  const { page } = await open('status', { globals: { toolOutput: null, toolResponseMetadata: null, toolInput: { project_id: 'p_1' } } })
  await page.locator('[aria-busy=true]').waitFor()
  const empty = {
    content: [],
    structuredContent: { projects: [], count: 0, has_more: false, next_offset: null },
    _meta: { projects: [], sort: 'updated' },
  }
  const list = await open('list', {
    globals: { toolInput: {}, toolOutput: empty.structuredContent, toolResponseMetadata: empty._meta },
    answers: { list_projects: [empty] },
  })
  await button(list.page, 'Start a project').click()
  await expect.poll(async () => (await recordOf(list.page)).messages).toEqual(['Start a new project.'])
  const { globals } = opened(project())
  const failed = await open('status', {
    globals: { ...globals, toolResponseMetadata: {} },
    answers: { get_project_status: [refused('unavailable', 'The portfolio is away for a moment.')] },
  })
  await failed.page.getByText('The portfolio is away for a moment.').waitFor()
  await answer(failed.page, 'get_project_status', told({}))
  await button(failed.page, 'Try again').click()
  await button(failed.page, 'Publish').waitFor()
})

test('S1.A.3 S2.K.6 nothing scrolls inside, nothing is wider than the view at 320 px and 200 % text, and the safe area is kept free', async () => {
  const safeArea = { insets: { top: 0, right: 0, bottom: 34, left: 0 } }
  for (const name of ['status', 'media', 'editor'] as const) {
    const view = opened(project({ summary: 'A long text about a chimney. '.repeat(12) }))
    const { page } = await open(name, { ...view, globals: { ...view.globals, safeArea }, width: 320, textPercent: 200 })
    await page.locator('[data-project]').waitFor()
    const found = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      nested: [...document.querySelectorAll('main *')].filter(
        (one) => one.scrollHeight > one.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(one).overflowY),
      ).length,
      bottom: Number.parseFloat(getComputedStyle(document.querySelector('main') ?? document.body).paddingBottom),
    }))
    expect([name, found.width, found.nested]).toEqual([name, 320, 0])
    expect(found.bottom).toBeGreaterThanOrEqual(34)
  }
})

test('SEC10 text of a project is text: nothing of it runs', async () => {
  const attack = HOSTILE_TEXTS.join(' ')
  const hostile = project({
    title: attack,
    project_type: attack,
    city: attack,
    summary: attack,
    outcome_highlights: [...HOSTILE_TEXTS],
    images: [image(0, { alt_text: attack, file_name: attack })],
  })
  for (const name of ['status', 'media', 'editor'] as const) {
    const { page } = await open(name, opened(hostile))
    await page.locator('[data-project]').waitFor()
    const found = () => [Reflect.get(window, 'hacked'), document.querySelectorAll('main :is(script, iframe, svg, style, base, a), img[src=x]').length]
    expect(await page.evaluate(found)).toEqual([undefined, 0])
  }
})
