import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf, modelOf, projectOf, textOf } from './mcp-answers.ts'
import { setUpMcp, type CallTool, type McpSetup, type ToolAnswer } from './mcp-setup.ts'

let mcp: McpSetup
let call: CallTool
let mutations = 0
beforeAll(async () => {
  mcp = await setUpMcp()
  call = (await mcp.contractor('ada')).call
})
afterAll(() => mcp.close())

interface Held {
  documentId: string
  epoch: string
  revision: number
  value: { sections: Record<string, string> }
}

const heldOf = (answer: ToolAnswer): Held => answer._meta?.['lockstep/document'] as Held

/** What a view sends that holds `held` and wrote these sections. */
function mutation({ documentId, epoch, revision, value }: Held, sections: Record<string, string>) {
  mutations += 1
  const envelope = { v: 1, epoch, baseRevision: revision, mutationId: `m${mutations}`, clientId: 'view-1', seq: mutations, supersedes: [] }
  return { documentId, value: { sections: { ...value.sections, ...sections } }, ...envelope }
}

async function opened(): Promise<Held> {
  const { id } = await mcp.readyProject(call, 0)
  await call('update_project_sections', { project_id: id, summary: 'A fireplace.', challenge: 'Old bricks.' })
  return heldOf(await call('update_project_sections', { project_id: id }))
}

test('a person and the model write at once: both stay, and each is told who did what', async () => {
  const held = await opened()
  await call('update_project_sections', { project_id: held.documentId, solution: 'New mortar.' })
  const saved = await call('sync_project_sections', mutation(held, { challenge: 'Bricks of 1890.' }))
  expect(modelOf(saved)).toEqual({ documentId: held.documentId, revision: held.revision + 2, status: 'merged' })
  expect(heldOf(saved).value.sections).toEqual({ summary: 'A fireplace.', challenge: 'Bricks of 1890.', solution: 'New mortar.' })
  const news = await call('project_sections_changes', { documentId: held.documentId, epoch: held.epoch, since: held.revision })
  expect(news._meta?.['lockstep/document']).toMatchObject({
    changes: [
      { by: 'model', field: 'sections', id: 'solution', to: 'New mortar.' },
      { by: 'user', field: 'sections', id: 'challenge', to: 'Bricks of 1890.' },
    ],
  })
  const { revision } = heldOf(news)
  const quiet = await call('project_sections_changes', { documentId: held.documentId, epoch: held.epoch, since: revision })
  expect(quiet).toMatchObject({ structuredContent: { unchanged: true } })
  expect(quiet._meta?.['lockstep/document']).toBeUndefined()
})

test('what a person saved is not written over by a model that has not seen it', async () => {
  const held = await opened()
  await call('sync_project_sections', mutation(held, { summary: 'My own words.' }))
  const refused = await call('update_project_sections', { project_id: held.documentId, summary: 'Better words.', base_revision: held.revision })
  expect(failureOf(refused)).toMatchObject({ code: 'conflict', reason: 'changed_by_person' })
  expect(textOf(refused)).toContain('My own words.')
})

test('what a person saved is not written over however much they wrote since', async () => {
  let held = await opened()
  const { documentId, revision: seen } = held
  held = heldOf(await call('sync_project_sections', mutation(held, { summary: 'My own words.' })))
  for (let typed = 1; typed <= 25; typed += 1) held = heldOf(await call('sync_project_sections', mutation(held, { challenge: 'x'.repeat(typed) })))
  const refused = await call('update_project_sections', { project_id: documentId, summary: 'Better words.', base_revision: seen })
  expect(failureOf(refused)).toMatchObject({ code: 'conflict', sections: ['summary'], revision: held.revision })
  expect(textOf(refused)).toContain('My own words.')
  // what is empty can be written all the same, and with the words seen everything
  const filled = await call('update_project_sections', { project_id: documentId, results: 'It stands.', base_revision: seen })
  expect(projectOf(filled)).toMatchObject({ summary: 'My own words.', results: 'It stands.' })
  const { revision } = modelOf(filled)
  const written = await call('update_project_sections', { project_id: documentId, summary: 'My own, better words.', base_revision: revision })
  expect(projectOf(written).summary).toBe('My own, better words.')
})

test('what a person saved together with more than can be told is not written over', async () => {
  let held = await opened()
  const { documentId, revision: seen } = held
  held = heldOf(await call('sync_project_sections', mutation(held, { summary: 'My own words.', challenge: 'x' })))
  for (let typed = 2; typed <= 20; typed += 1) held = heldOf(await call('sync_project_sections', mutation(held, { challenge: 'x'.repeat(typed) })))
  const refused = await call('update_project_sections', { project_id: documentId, summary: 'Better words.', base_revision: seen })
  expect(failureOf(refused)).toMatchObject({ code: 'conflict', sections: ['summary'] })
})

test('what the model itself has written is no surprise to it when the call comes again, however it was spelt', async () => {
  const { id } = await mcp.readyProject(call, 0)
  const asked = { project_id: id, summary: ' A\u200B wall.\r\n', outcome_highlights: ['Dry\nattic ', ' '], base_revision: 9_999 }
  const first = await call('update_project_sections', asked)
  expect(projectOf(first)).toMatchObject({ summary: 'A wall.', outcome_highlights: ['Dry attic'] })
  mcp.pass(60 * 60_000)
  expect(modelOf(await call('update_project_sections', asked))).toEqual(modelOf(first))
})

test('a revision that never was is no proof that the model has looked', async () => {
  const held = await opened()
  await call('sync_project_sections', mutation(held, { summary: 'My own words.' }))
  const refused = await call('update_project_sections', { project_id: held.documentId, summary: 'Better words.', base_revision: 9_999 })
  expect(failureOf(refused)).toMatchObject({ code: 'conflict', sections: ['summary'] })
})

test('the same save again changes nothing and says so', async () => {
  const held = await opened()
  const sent = mutation(held, { results: 'Dry.' })
  const first = await call('sync_project_sections', sent)
  const again = await call('sync_project_sections', sent)
  expect(modelOf(again)).toEqual({ ...modelOf(first), status: 'replayed' })
  expect(heldOf(again).value).toEqual(heldOf(first).value)
})

test('a view that rejects conflicts gets the state to rebase on, and of the project the sections alone', async () => {
  const held = await opened()
  await call('update_project_sections', { project_id: held.documentId, summary: 'Of the model.' })
  const refused = await call('sync_project_sections', { ...mutation(held, { summary: 'Of the view.' }), onConflict: 'reject' })
  expect(failureOf(refused)).toMatchObject({
    code: 'revision_mismatch',
    current: { documentId: held.documentId, value: { sections: { summary: 'Of the model.' } } },
  })
  expect(Object.keys((failureOf(refused)['current'] as Held).value)).toEqual(['sections'])
})

test('mass assignment: a view writes the story and nothing else of a project', async () => {
  const held = await opened()
  const good = mutation(held, { summary: 'x' })
  const before = projectOf(await call('get_project_status', { project_id: held.documentId }))
  const wrong = [
    { ...good, value: { ...good.value, record: { status: 'published', ownerId: 'grace' } } },
    { ...good, value: { ...good.value, hero: { id: 'x' } } },
    { ...good, value: { sections: { ...good.value.sections, ownerId: 'grace' } } },
    { ...good, value: { sections: { summary: 'x'.repeat(501) } } },
    { ...good, value: { sections: { summary: 5 } } },
    { ...good, actor: 'model' },
  ]
  for (const body of wrong)
    expect(failureOf(await call('sync_project_sections', body)), JSON.stringify(body)).toMatchObject({ code: 'invalid_request' })
  const intent = [{ field: 'record', id: 'status', from: 'draft', to: 'published' }]
  await call('sync_project_sections', { ...mutation(held, {}), intent })
  expect(projectOf(await call('get_project_status', { project_id: held.documentId }))).toEqual(before)
})
