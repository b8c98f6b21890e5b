import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf, modelOf, projectOf, textOf } from './mcp-answers.ts'
import { setUpMcp, type CallTool, type McpSetup, type ToolAnswer } from './mcp-setup.ts'

let mcp: McpSetup
let call: CallTool
beforeAll(async () => {
  mcp = await setUpMcp()
  call = (await mcp.contractor('ada')).call
})
afterAll(() => mcp.close())

const titles = (answer: ToolAnswer) => (modelOf(answer)['projects'] as Array<{ title: string }>).map(({ title }) => title)

test('an empty list says what to do, and pages hold each project once', async () => {
  const grace = (await mcp.contractor('grace')).call
  const empty = await grace('list_projects')
  expect(modelOf(empty)).toEqual({ projects: [], count: 0, has_more: false, next_offset: null })
  expect(textOf(empty)).toContain('Offer to start one')
  for (const title of ['b', 'c', 'a']) await grace('create_project_draft', { title })
  const first = await grace('list_projects', { limit: 2 })
  expect(modelOf(first)).toMatchObject({ count: 3, has_more: true, next_offset: 2 })
  const rest = await grace('list_projects', { limit: 2, offset: 2 })
  expect(modelOf(rest)).toMatchObject({ count: 3, has_more: false, next_offset: null })
  expect([...titles(first), ...titles(rest)].toSorted()).toEqual(['a', 'b', 'c'])
  expect(JSON.stringify(modelOf(first))).not.toContain('http')
})

test('S1.C.3 the order that a person chose is there in their next conversation, and is theirs alone', async () => {
  for (const title of ['Pool', 'Arch', 'Wall']) await call('create_project_draft', { title })
  await call('set_list_sort', { sort: 'title' })
  const next = await mcp.contractor('ada', 'conversation-2')
  const listed = await next.call('list_projects')
  expect(titles(listed)).toEqual(['Arch', 'Pool', 'Wall'])
  expect(listed._meta?.['sort']).toBe('title')
  const grace = await mcp.contractor('grace')
  expect((await grace.call('list_projects'))._meta?.['sort']).toBe('updated')
  expect(failureOf(await call('set_list_sort', { sort: 'price' }))).toMatchObject({ code: 'invalid_request' })
})

test('a photo that was deleted by mistake comes back as it was, and only for a while', async () => {
  const { id, imageIds } = await mcp.readyProject(call, 2)
  const [first = ''] = imageIds
  const labels = [{ image_id: first, image_type: 'before', alt_text: 'The old one' }]
  const before = projectOf(await call('set_project_media_labels', { project_id: id, labels }))
  await call('delete_project_media', { project_id: id, image_id: first })
  const back = await call('restore_project_media', { project_id: id, image_id: first })
  expect(projectOf(back).images.map(({ image_id, image_type, alt_text }) => [image_id, image_type, alt_text])).toEqual(
    before.images.map(({ image_id, image_type, alt_text }) => [image_id, image_type, alt_text]),
  )
  await call('delete_project_media', { project_id: id, image_id: imageIds[1] ?? '' })
  mcp.clock.now += 11 * 60_000
  expect((await call('restore_project_media', { project_id: id, image_id: imageIds[1] ?? '' })).isError).toBe(true)
})

test('the preview and the uploader open by links that hold no sign-in', async () => {
  const { id } = await mcp.readyProject(call, 1)
  for (const kind of ['preview', 'uploader'] as const) {
    const answer = await call('create_project_link', { project_id: id, kind })
    const url = String(answer._meta?.['url'])
    expect(url).toMatch(kind === 'preview' ? /^http:\/\/web\.test\/preview\// : /^http:\/\/web\.test\/upload\//)
    expect(JSON.stringify([answer.structuredContent, answer.content])).not.toContain('http')
    expect(url).not.toMatch(/service|bearer/i)
  }
})

test('X25 photos of the chat are imported by the server: what came, what not and why; sent again, nothing is there twice', async () => {
  const { id } = await mcp.readyProject(call, 0)
  const host = 'https://files.oaiusercontent.com'
  const files = [
    { download_url: `${host}/1`, file_id: 'f1', file_name: 'a.png', mime_type: 'image/png', image_type: 'after', alt_text: 'Done' },
    { download_url: 'https://elsewhere.example/2', file_id: 'f2', file_name: 'b.png' },
    { download_url: `${host}/3`, file_id: 'f3', file_name: 'c.png' },
  ]
  const answer = await call('add_project_media', { project_id: id, files })
  expect(modelOf(answer)).toMatchObject({
    added: 2,
    awaiting_upload: 0,
    image_count: 2,
    images: [{ image_type: 'after', alt_text: 'Done' }, { image_type: null }],
    upload_errors: [{ file_id: 'f2', file_name: 'b.png', code: 'ADDRESS_REFUSED' }],
  })
  expect(textOf(answer)).toContain('Not added: “b.png”.')
  const again = await call('add_project_media', { project_id: id, files })
  expect([modelOf(again), projectOf(again)]).toEqual([modelOf(answer), projectOf(answer)])
})

test('SEC13 an address inside the network is not fetched for a chat either, and the refusal names no host', async () => {
  const { id } = await mcp.readyProject(call, 0)
  for (const host of ['http://127.0.0.1:1', 'https://169.254.169.254', 'https://localhost', 'https://[::1]']) {
    const answer = await call('add_project_media', { project_id: id, files: [{ download_url: `${host}/latest`, file_id: 'f1', file_name: 'a.png' }] })
    expect(failureOf(answer), host).toMatchObject({ code: 'upload_failed' })
    expect(JSON.stringify(answer)).not.toContain(new URL(host).hostname)
  }
  expect(modelOf(await call('get_project_status', { project_id: id }))['image_count']).toBe(0)
})
