import { afterAll, beforeAll, expect, test } from 'vitest'
import { GATE_ROWS } from './gate-rows.ts'
import { failureOf, modelOf, projectOf, textOf } from './mcp-answers.ts'
import { setUpMcp, type CallTool, type McpSetup } from './mcp-setup.ts'

let mcp: McpSetup
let call: CallTool
beforeAll(async () => {
  mcp = await setUpMcp()
  call = (await mcp.contractor('ada')).call
})
afterAll(() => mcp.close())

test('S2.P.1 publishing is refused with what is missing and the question to ask; the check says the same', async () => {
  const made = await call('create_project_draft', { title: 'Half done' })
  const id = modelOf(made)['project_id']
  const refused = await call('publish_project', { project_id: id })
  const check = await call('check_publish', { project_id: id })
  const missing = ['project_type', 'city', 'state', 'images', 'hero_image_id']
  expect(refused.isError).toBe(true)
  expect(failureOf(refused)).toMatchObject({ code: 'not_publishable', missing_fields: missing, next_question: 'What kind of work was it?' })
  expect(modelOf(check)).toMatchObject({ can_publish: false, missing_fields: missing, next_question: 'What kind of work was it?' })
  expect(textOf(refused)).toContain('project_type, city, state')
  expect(projectOf(check).status).toBe('draft')
})

test.each(GATE_ROWS)('S2.P.2 K21 over MCP a project that lacks $missing is told exactly that', async ({ facts, hasPhotos, missing }) => {
  const made = await call('create_project_draft', facts, { 'openai/session': JSON.stringify([facts, hasPhotos]) })
  const id = String(modelOf(made)['project_id'])
  if (hasPhotos) await addPhoto(id)
  expect(modelOf(await call('check_publish', { project_id: id }))).toMatchObject({ missing_fields: missing, can_publish: missing.length === 0 })
  const published = await call('publish_project', { project_id: id })
  if (missing.length === 0) expect(modelOf(published)).toMatchObject({ status: 'published' })
  else expect(failureOf(published)).toMatchObject({ code: 'not_publishable', missing_fields: missing })
})

test('X22 a stored project with a photo and no cover gets its first photo as the cover when it is published', async () => {
  const { id, imageIds } = await mcp.readyProject(call, 2)
  const request = { owner: mcp.owners.at(-1) ?? '', actor: 'user' as const, key: `no hero ${id}`, asked: id, ifMatch: null }
  await mcp.store.change(id, request, ({ value }) => ({ value: { ...value, hero: {} } }))
  expect(modelOf(await call('get_project_status', { project_id: id }))).toMatchObject({ missing_fields: ['hero_image_id'], hero_image_id: null })
  expect(modelOf(await call('publish_project', { project_id: id }))).toMatchObject({
    status: 'published',
    hero_image_id: imageIds[0],
    hero_source: 'auto',
  })
})

test('S2.P.3 X21 what is recommended never blocks, nothing publishes by force, and unpublishing makes a draft again', async () => {
  const { id } = await mcp.readyProject(call)
  expect(failureOf(await call('publish_project', { project_id: id, force: true }))).toMatchObject({ code: 'invalid_request' })
  expect(modelOf(await call('get_project_status', { project_id: id }))['status']).toBe('draft')
  const published = await call('publish_project', { project_id: id })
  expect(modelOf(published)).toMatchObject({ status: 'published', recommended_missing: expect.arrayContaining(['summary']) })
  expect(projectOf(published).url).toMatch(/^http:\/\/web\.test\/p\/denver-co\//)
  // asked again for what is so already, both say so
  expect(modelOf(await call('publish_project', { project_id: id }))['status']).toBe('published')
  expect(modelOf(await call('unpublish_project', { project_id: id }))['status']).toBe('draft')
  expect(modelOf(await call('unpublish_project', { project_id: id }))['status']).toBe('draft')
  expect(projectOf(await call('publish_project', { project_id: id })).url).toBe(projectOf(published).url)
})

test('S2.C.3 X23 a story that was never composed is there when it is published, and its lack blocks nothing', async () => {
  const { id } = await mcp.readyProject(call)
  await call('update_project_sections', { project_id: id, summary: 'Rebuilt.' })
  expect(projectOf(await call('publish_project', { project_id: id }))).toMatchObject({ status: 'published', description: 'Rebuilt.' })
})

test('a published project cannot lose what publishing needs', async () => {
  const { id } = await mcp.readyProject(call)
  await call('publish_project', { project_id: id })
  expect(failureOf(await call('update_project_meta', { project_id: id, city: '' }))).toMatchObject({
    code: 'conflict',
    reason: 'would_not_be_publishable',
  })
  expect(projectOf(await call('get_project_status', { project_id: id })).city).toBe('Denver')
})

async function addPhoto(id: string): Promise<void> {
  const uploads = [{ file_id: 'file_x', file_name: 'x.png', content_type: 'image/png' }]
  const answer = await call('add_project_media', { project_id: id, uploads })
  const addresses = (answer._meta?.['uploads'] ?? []) as Array<{ upload_url: string }>
  await mcp.upload(addresses[0]?.upload_url ?? '', 3)
}
