import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf, modelOf, projectOf } from './mcp-answers.ts'
import { setUpMcp, type CallTool, type McpSetup, type ToolAnswer } from './mcp-setup.ts'

let mcp: McpSetup
let call: CallTool
beforeAll(async () => {
  mcp = await setUpMcp()
  call = (await mcp.contractor('ada')).call
})
afterAll(() => mcp.close())

/** What is told, without the note that a call was repeated, and without addresses, which are signed anew. */
function told({ structuredContent, _meta, isError }: ToolAnswer): unknown {
  const { 'lockstep/replayed': _replayed, uploads: _uploads, ...meta } = _meta ?? {}
  return { structuredContent, isError, meta }
}

test('S1.D.1 each call of a whole story, sent again at once, changes nothing and answers the same', async () => {
  async function twice(name: string, args: Record<string, unknown>): Promise<ToolAnswer> {
    const first = await call(name, args)
    mcp.clock.now += 1_000
    const second = await call(name, args)
    expect(told(second), name).toEqual(told(first))
    return second
  }
  const made = await twice('create_project_draft', { title: 'Twice', project_type: 'rebuild' })
  const id = String(modelOf(made)['project_id'])
  await twice('publish_project', { project_id: id })
  await twice('update_project_meta', { project_id: id, city: 'Denver', state: 'CO' })
  await twice('update_project_sections', { project_id: id, summary: 'Once.', base_revision: 2 })
  const uploads = ['a', 'b', 'c'].map((name) => ({ file_id: name, file_name: `${name}.png`, content_type: 'image/png', image_type: 'progress' }))
  const asked = await twice('add_project_media', { project_id: id, uploads })
  const addresses = asked._meta?.['uploads'] as Array<{ upload_url: string }>
  for (const [seed, { upload_url: url }] of addresses.entries()) {
    const first = await (await mcp.upload(url, 10 + seed)).json()
    expect(await (await mcp.upload(url, 10 + seed)).json()).toEqual(first)
  }
  const ids = projectOf(await twice('get_project_status', { project_id: id })).images.map(({ image_id: image }) => image)
  expect(ids).toHaveLength(3)
  await twice('reorder_project_media', { project_id: id, image_ids: ids.toReversed() })
  await twice('set_project_hero_media', { project_id: id, hero_image_id: ids[1] })
  await twice('set_project_media_labels', { project_id: id, labels: [{ image_id: ids[0], image_type: 'after', alt_text: 'Done' }] })
  await twice('delete_project_media', { project_id: id, image_id: ids[1] })
  await twice('check_publish', { project_id: id })
  await twice('publish_project', { project_id: id })
  await twice('unpublish_project', { project_id: id })
  await twice('get_project_status', { project_id: id })
  const { body } = await mcp.ask('GET', '/api/projects', undefined, { owner: mcp.owners.at(-1) ?? '' })
  expect(body).toMatchObject({ count: 1, projects: [{ image_count: 2 }] })
})

test('a draft that is meant once more, later, is another one', async () => {
  const first = modelOf(await call('create_project_draft', { title: 'Same' }))['project_id']
  expect(modelOf(await call('create_project_draft', { title: 'Same' }))['project_id']).toBe(first)
  mcp.pass(61_000)
  expect(modelOf(await call('create_project_draft', { title: 'Same' }))['project_id']).not.toBe(first)
})

test('what is set back and forth within a minute ends where it was set last', async () => {
  const { id, imageIds } = await mcp.readyProject(call, 2)
  const [a, b] = imageIds
  for (const hero of [a, b, a]) await call('set_project_hero_media', { project_id: id, hero_image_id: hero })
  for (const city of ['Denver', 'Boulder', 'Denver']) await call('update_project_meta', { project_id: id, city })
  await call('publish_project', { project_id: id })
  await call('unpublish_project', { project_id: id })
  const end = await call('publish_project', { project_id: id })
  expect(projectOf(end)).toMatchObject({ hero_image_id: a, city: 'Denver', status: 'published' })
})

test('a lost answer of the API is asked for again under the same key, and counts once', async () => {
  const keys: Array<string | null> = []
  mcp.trouble.meet = async (request) => {
    keys.push(request.headers.get('idempotency-key'))
    if (keys.length > 1) return null
    await mcp.api.fetch(request)
    throw new TypeError('the line was cut')
  }
  const made = await call('create_project_draft', { title: 'Lost answer' })
  mcp.trouble.meet = null
  expect(made.isError).toBeUndefined()
  expect(keys).toEqual([keys[0], keys[0]])
  const { body } = await mcp.ask('GET', '/api/projects?limit=50', undefined, { owner: mcp.owners.at(-1) ?? '' })
  expect((body['projects'] as Array<{ title: string }>).filter(({ title }) => title === 'Lost answer')).toHaveLength(1)
})

test('while the API is away nothing is done, nothing is kept, and the same call works afterwards', async () => {
  const { id } = await mcp.readyProject(call, 0)
  const write = { project_id: id, title: 'After the outage', operationId: 'op_of_a_view_000001' }
  mcp.trouble.meet = () => {
    throw new TypeError('connection refused')
  }
  expect(failureOf(await call('update_project_meta', write))).toMatchObject({ code: 'unavailable' })
  mcp.trouble.meet = () => new Response('{}', { status: 503 })
  expect(failureOf(await call('update_project_meta', write))).toMatchObject({ code: 'unavailable' })
  mcp.trouble.meet = null
  expect(modelOf(await call('update_project_meta', write))['title']).toBe('After the outage')
})

test('an API that wants fewer requests says when to come back, and nothing was done', async () => {
  const { id } = await mcp.readyProject(call, 0)
  const error = { code: 'RATE_LIMITED', message: 'Expected fewer requests at once.', request_id: 'r' }
  mcp.trouble.meet = () => Response.json({ error }, { status: 429, headers: { 'retry-after': '2' } })
  expect(failureOf(await call('update_project_meta', { project_id: id, title: 'Too soon' }))).toMatchObject({
    code: 'rate_limited',
    retryAfterMs: 2_000,
  })
  mcp.trouble.meet = null
  expect(modelOf(await call('get_project_status', { project_id: id }))['title']).not.toBe('Too soon')
})

test('a view’s call counts once by its operation id, and is told as the person’s doing', async () => {
  const { id } = await mcp.readyProject(call, 0)
  const actors: Array<string | null> = []
  mcp.trouble.meet = (request) => {
    actors.push(request.headers.get('x-actor'))
    return null
  }
  const args = { project_id: id, summary: 'By hand', operationId: 'op_of_a_view_000002' }
  const first = await call('update_project_sections', args, { 'openai/widgetSessionId': 'w1' })
  const again = await call('update_project_sections', args, { 'openai/widgetSessionId': 'w1' })
  mcp.trouble.meet = null
  expect(told(again)).toEqual(told(first))
  expect(actors).toEqual(['user'])
})
