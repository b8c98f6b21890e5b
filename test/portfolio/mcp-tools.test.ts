import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, modelOf, projectOf, textOf } from './mcp-answers.ts'
import { setUpMcp, type CallTool, type McpSetup } from './mcp-setup.ts'

let mcp: McpSetup
let call: CallTool
beforeAll(async () => {
  mcp = await setUpMcp()
  call = (await mcp.contractor('ada')).call
})
afterAll(() => mcp.close())

describe('drafts', () => {
  test('a draft by prompt: what is missing, what is recommended, and one question to go on with', async () => {
    const answer = await call('create_project_draft', { title: 'Brick fireplace', city: 'Denver' })
    expect(answer.isError).toBeUndefined()
    expect(modelOf(answer)).toEqual({
      project_id: expect.stringMatching(/^prj_/),
      title: 'Brick fireplace',
      status: 'draft',
      revision: 1,
      can_publish: false,
      missing_fields: ['project_type', 'state', 'images', 'hero_image_id'],
      recommended_missing: ['summary', 'challenge', 'solution', 'results', 'outcome_highlights'],
      progress_percent: 33,
      image_count: 0,
      hero_image_id: null,
      hero_source: null,
      next_question: 'What kind of work was it?',
    })
    expect(projectOf(answer)).toMatchObject({ title: 'Brick fireplace', city: 'Denver' })
    expect(textOf(answer)).toContain('Ask next: What kind of work was it?')
  })

  test('K12 an empty project has nothing of what publishing needs', async () => {
    expect(modelOf(await call('create_project_draft', {}))).toMatchObject({ progress_percent: 0, can_publish: false })
  })

  test('K21 a city that says nothing is a missing city, and none is ever made up', async () => {
    const said = await call('create_project_draft', { title: 'K21', city: ' unknown ' })
    expect(modelOf(said)['missing_fields']).toContain('city')
    expect(projectOf(await call('create_project_draft', { title: 'K21b' })).city).toBe('')
  })

  test('mass assignment: members that are not declared are refused, and nothing is made', async () => {
    const before = mcp.asked.length
    for (const more of [{ status: 'published' }, { ownerId: 'grace' }, { record: {} }, { slug: 'x' }, { hero_image_id: 'x' }]) {
      expect(failureOf(await call('create_project_draft', { title: 'X', ...more }))).toMatchObject({ code: 'invalid_request' })
    }
    expect(mcp.asked.length).toBe(before)
  })
})

describe('the story', () => {
  test('S2.C.1 sections that the model writes make the description', async () => {
    const { id } = await mcp.readyProject(call, 0)
    const answer = await call('update_project_sections', {
      project_id: id,
      summary: 'A fireplace.',
      outcome_highlights: ['Warm', 'Safe'],
      base_revision: 1,
    })
    expect(projectOf(answer)).toMatchObject({ summary: 'A fireplace.', description: 'A fireplace.\n\nOutcomes\n- Warm\n- Safe' })
    expect(modelOf(answer)['recommended_missing']).not.toContain('summary')
  })

  test('nothing is written over what a person wrote since the model looked; with their words worked in it is', async () => {
    const { id } = await mcp.readyProject(call, 0)
    const byHand = { 'openai/widgetSessionId': 'w1' }
    await call('update_project_sections', { project_id: id, challenge: 'By hand.' }, byHand)
    const refused = await call('update_project_sections', { project_id: id, challenge: 'By the model.', base_revision: 1 })
    expect(failureOf(refused)).toMatchObject({ code: 'conflict', reason: 'changed_by_person', sections: ['challenge'], revision: 2 })
    expect(textOf(refused)).toContain('"By hand."')
    // another section was nobody's
    const other = await call('update_project_sections', { project_id: id, solution: 'New bricks.', base_revision: 1 })
    expect(projectOf(other)).toMatchObject({ challenge: 'By hand.', solution: 'New bricks.' })
    const revision = modelOf(other)['revision']
    const both = await call('update_project_sections', { project_id: id, challenge: 'By both.', base_revision: revision })
    expect(projectOf(both).challenge).toBe('By both.')
  })

  test('without a section it opens the editor and changes nothing', async () => {
    const { id } = await mcp.readyProject(call, 0)
    const answer = await call('update_project_sections', { project_id: id })
    expect(modelOf(answer)['revision']).toBe(1)
    expect(answer._meta?.['lockstep/document']).toMatchObject({ documentId: id, revision: 1, value: { sections: {} } })
  })

  test('the whole story is told where it is asked for, else never', async () => {
    const { id } = await mcp.readyProject(call, 0)
    await call('update_project_sections', { project_id: id, results: 'Dry since.' })
    expect(JSON.stringify(modelOf(await call('get_project_status', { project_id: id })))).not.toContain('Dry since.')
    const told = await call('get_project_status', { project_id: id, include_story: true })
    expect(modelOf(told)['story']).toMatchObject({ results: 'Dry since.', city: 'Denver' })
  })

  test('S2.C.2 a description by hand stays', async () => {
    const { id } = await mcp.readyProject(call, 0)
    await mcp.ask('PATCH', `/api/projects/${id}`, { description: 'Mine.' }, { owner: projectOwner() })
    const answer = await call('update_project_sections', { project_id: id, summary: 'Other.' })
    expect(projectOf(answer).description).toBe('Mine.')
  })
})

describe('photos', () => {
  test('S2.D.1 S2.D.2 file ids become one address each, which only views see; a photo counts once its bytes are there', async () => {
    const { id } = await mcp.readyProject(call, 0)
    const uploads = [
      { file_id: 'file_1', file_name: 'a.png', content_type: 'image/png', image_type: 'before', alt_text: 'The old chimney' },
      { file_id: 'file_2', file_name: 'b.heic', content_type: 'image/heic' },
    ]
    const answer = await call('add_project_media', { project_id: id, uploads })
    expect(modelOf(answer)).toMatchObject({
      image_count: 0,
      hero_image_id: null,
      added: 0,
      awaiting_upload: 1,
      upload_errors: [{ file_id: 'file_2', file_name: 'b.heic', code: 'UNSUPPORTED_TYPE' }],
    })
    const addresses = answer._meta?.['uploads'] as Array<{ file_id: string; upload_url: string }>
    expect(addresses).toMatchObject([{ file_id: 'file_1', method: 'PUT' }])
    expect(JSON.stringify([answer.structuredContent, answer.content])).not.toContain('http')
    // K5: asked for is not there
    expect(modelOf(await call('check_publish', { project_id: id }))['missing_fields']).toEqual(['images', 'hero_image_id'])
    expect((await mcp.upload(addresses[0]?.upload_url ?? '', 1)).status).toBe(200)
    const after = await call('get_project_status', { project_id: id })
    // K9: what was said of the file is kept
    expect(modelOf(after)).toMatchObject({ can_publish: true, hero_source: 'auto', images: [{ image_type: 'before', alt_text: 'The old chimney' }] })
  })

  test('K8 the photos of a draft have addresses that work', async () => {
    const { id } = await mcp.readyProject(call, 1)
    const [image] = projectOf(await call('get_project_status', { project_id: id })).images
    for (const url of [image?.url, image?.thumbnail_url]) {
      const response = await mcp.photos.fetch(new Request(url ?? ''))
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp'])
    }
  })

  test('when no file can be taken it is a refusal that names each', async () => {
    const { id } = await mcp.readyProject(call, 0)
    const uploads = [{ file_id: 'f', file_name: 'a.gif', content_type: 'image/gif' }]
    const answer = await call('add_project_media', { project_id: id, uploads })
    expect(failureOf(answer)).toMatchObject({ code: 'upload_failed', upload_errors: [{ file_id: 'f', code: 'UNSUPPORTED_TYPE' }] })
  })

  test('S2.H.1 S2.H.2 the first photo is the cover until a person chooses; later photos change nothing of it', async () => {
    const { id, imageIds } = await mcp.readyProject(call, 3)
    const [first = '', , last = ''] = imageIds
    expect(modelOf(await call('get_project_status', { project_id: id }))).toMatchObject({ hero_image_id: first, hero_source: 'auto' })
    const chosen = await call('set_project_hero_media', { project_id: id, hero_image_id: last })
    expect(modelOf(chosen)).toMatchObject({ hero_image_id: last, hero_source: 'user' })
  })

  test('K10 K11 the cover and the order take photos of this project only, all of them, each once', async () => {
    const { id, imageIds } = await mcp.readyProject(call, 2)
    const other = await mcp.readyProject(call, 1)
    const before = projectOf(await call('get_project_status', { project_id: id }))
    const foreign = other.imageIds[0] ?? ''
    const wrong: Array<[string, Record<string, unknown>]> = [
      ['set_project_hero_media', { hero_image_id: foreign }],
      ['reorder_project_media', { image_ids: imageIds.slice(1) }],
      ['reorder_project_media', { image_ids: [...imageIds, foreign] }],
      ['reorder_project_media', { image_ids: [...imageIds, ...imageIds] }],
      ['set_project_media_labels', { labels: [{ image_id: foreign, alt_text: 'x' }] }],
      ['delete_project_media', { image_id: foreign }],
    ]
    for (const [name, args] of wrong)
      expect(failureOf(await call(name, { project_id: id, ...args })), name).toMatchObject({ code: 'invalid_request' })
    expect(projectOf(await call('get_project_status', { project_id: id }))).toEqual(before)
    const turned = await call('reorder_project_media', { project_id: id, image_ids: imageIds.toReversed() })
    expect(projectOf(turned).images.map(({ image_id, display_order }) => [image_id, display_order])).toEqual([
      [imageIds[1], 0],
      [imageIds[0], 1],
    ])
  })

  test('X22 deleting the cover makes the next one the cover and says so; the last photo of a published project stays', async () => {
    const { id, imageIds } = await mcp.readyProject(call, 2)
    const [first, second] = imageIds
    await call('publish_project', { project_id: id })
    const gone = await call('delete_project_media', { project_id: id, image_id: first })
    expect(modelOf(gone)).toMatchObject({ deleted_image_id: first, hero_changed: true, hero_image_id: second, hero_source: 'auto', image_count: 1 })
    expect(textOf(gone)).toContain('It was the cover')
    expect(failureOf(await call('delete_project_media', { project_id: id, image_id: second }))).toMatchObject({ code: 'conflict' })
    expect(modelOf(await call('get_project_status', { project_id: id }))).toMatchObject({ image_count: 1, status: 'published' })
  })
})

/** The name under which the API knows Ada: that of the project made last. */
function projectOwner(): string {
  return mcp.owners.at(-1) ?? ''
}
