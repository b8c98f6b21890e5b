import { afterAll, beforeAll, expect, test } from 'vitest'
import { callMcp } from '../auth/support/call-mcp.ts'
import { failureOf, modelOf, projectOf } from './mcp-answers.ts'
import { setUpMcp, type McpSetup } from './mcp-setup.ts'

let mcp: McpSetup
beforeAll(async () => {
  mcp = await setUpMcp()
})
afterAll(() => mcp.close())

test('K16 without sign-in the answer is 401 with the way to it, and the API is not asked', async () => {
  const answer = await callMcp(mcp.mcpUrl, 'list_projects', {})
  expect(answer).toMatchObject({ status: 401, challenge: expect.stringContaining('resource_metadata=') })
  const bad = await callMcp(mcp.mcpUrl, 'list_projects', {}, { Authorization: 'Bearer ada' })
  expect(bad).toMatchObject({ status: 401, challenge: expect.stringContaining('invalid_token') })
  const metadata = new URL('/.well-known/oauth-protected-resource', mcp.mcpUrl)
  expect(await (await fetch(metadata)).json()).toMatchObject({ authorization_servers: [mcp.issuer], scopes_supported: ['portfolio'] })
  expect(mcp.asked).toEqual([])
})

test('another contractor’s project is not found, by any tool, in the words of one that never was', async () => {
  const ada = await mcp.contractor('ada')
  const grace = await mcp.contractor('grace')
  const { id, imageIds } = await mcp.readyProject(ada.call, 2)
  const before = projectOf(await ada.call('get_project_status', { project_id: id }))
  const [image = ''] = imageIds
  const calls: Array<[string, Record<string, unknown>]> = [
    ['get_project_status', {}],
    ['check_publish', {}],
    ['update_project_meta', { title: 'Mine' }],
    ['update_project_sections', { summary: 'Mine' }],
    ['update_project_sections', { summary: 'Mine', base_revision: 1 }],
    ['add_project_media', {}],
    ['add_project_media', { uploads: [{ file_id: 'f', file_name: 'f.png', content_type: 'image/png' }] }],
    ['reorder_project_media', { image_ids: imageIds }],
    ['set_project_hero_media', { hero_image_id: image }],
    ['set_project_media_labels', { labels: [{ image_id: image, alt_text: 'Mine' }] }],
    ['delete_project_media', { image_id: image }],
    ['restore_project_media', { image_id: image }],
    ['publish_project', {}],
    ['unpublish_project', {}],
    ['create_project_link', { kind: 'preview' }],
    ['create_project_link', { kind: 'uploader' }],
  ]
  for (const [name, args] of calls) {
    const foreign = await grace.call(name, { ...args, project_id: id })
    expect(failureOf(foreign), name).toMatchObject({ code: 'not_found' })
    expect(foreign, name).toEqual(await grace.call(name, { ...args, project_id: 'prj_000000000000000000000000' }))
  }
  const envelope = { v: 1, epoch: before.epoch, baseRevision: before.revision, mutationId: 'm1', clientId: 'c1', seq: 1 }
  const sync = await grace.call('sync_project_sections', { documentId: id, value: { sections: { summary: 'Mine' } }, ...envelope })
  expect(failureOf(sync)).toMatchObject({ code: 'not_found' })
  expect(failureOf(await grace.call('project_sections_changes', { documentId: id }))).toMatchObject({ code: 'not_found' })
  expect(projectOf(await ada.call('get_project_status', { project_id: id }))).toEqual(before)
})

test('what a host says of the person is no proof of who calls', async () => {
  const ada = await mcp.contractor('ada')
  const grace = await mcp.contractor('grace')
  const { id } = await mcp.readyProject(ada.call, 0)
  const claimed = await grace.call('get_project_status', { project_id: id }, { 'openai/subject': 'ada', 'x-contractor': 'ada' })
  expect(failureOf(claimed)).toMatchObject({ code: 'not_found' })
  expect(new Set(mcp.owners).size).toBe(2)
  // a name that tells nothing of the token
  expect(mcp.owners.every((owner) => /^c_[0-9a-f]{40}$/.test(owner))).toBe(true)
})

test('an id that is a path leads nowhere else', async () => {
  const { call } = await mcp.contractor('ada')
  await mcp.readyProject(call, 0)
  for (const id of ['../projects', '..%2fprojects', '../preferences', '?status=draft', 'x/publish', '.', '#']) {
    const answer = await call('get_project_status', { project_id: id })
    expect(['not_found', 'invalid_request'], id).toContain(failureOf(answer)['code'])
    expect(modelOf(answer)).toEqual({})
  }
})
