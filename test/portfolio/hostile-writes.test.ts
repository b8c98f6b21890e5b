import { describe, expect, test } from 'vitest'
import { PROJECTS_MAX } from '../../apps/portfolio/api/domain/index.ts'
import { errorSchema, projectSchema, type ApiProject } from '../../apps/portfolio/shared/api-types.ts'
import { setUpApi, type ApiSetup } from './api-setup.ts'

const WHOLE = { title: 'Chimney rebuild', project_type: 'Masonry', city: 'Denver', state: 'CO' }

async function make({ ask }: ApiSetup, body: object = WHOLE): Promise<ApiProject> {
  return projectSchema.parse((await ask('POST', '/api/projects', body)).body)
}

const read = async ({ ask }: ApiSetup, { project_id: id }: ApiProject): Promise<ApiProject> =>
  projectSchema.parse((await ask('GET', `/api/projects/${id}`)).body)

/** What a view sends that holds this project and wrote these sections. */
function saving({ epoch, revision }: ApiProject, sections: Record<string, string>): object {
  const envelope = { v: 2, mutationId: 'm_1', clientId: 'w_1', seq: 1, epoch, baseRevision: revision, supersedes: [], onConflict: 'merge' }
  return { ...envelope, value: { sections } }
}

describe('what a person types into the story', () => {
  test('more lines of outcomes than a model may write, and blank ones, leave the project readable, line by line as they were typed', async () => {
    const setup = setUpApi()
    const project = await make(setup)
    const outcomes = 'Dry attic\n\nStraight\nQuiet\nWarm\nCheap\n'
    expect((await setup.ask('POST', `/api/projects/${project.project_id}/sections/sync`, saving(project, { outcomes }))).status).toBe(200)
    expect((await read(setup, project)).outcome_highlights.join('\n')).toBe(outcomes)
  })

  test('SEC20 through neither door comes what nobody can see; blanks at the end stay while somebody types', async () => {
    const setup = setUpApi()
    const { ask } = setup
    const project = await make(setup)
    const hidden = 'Old\u202E bricks\u0000 of\uD800 1924\u{E0069}\u{E0067} '
    const { body } = await ask('POST', `/api/projects/${project.project_id}/sections/sync`, saving(project, { summary: hidden }))
    expect(body['value']).toEqual({ sections: { summary: 'Old bricks of 1924 ' } })
    const patched = await ask('PATCH', `/api/projects/${project.project_id}/sections`, { challenge: hidden })
    expect(patched.body['challenge']).toBe('Old bricks of 1924')
  })

  test('the joiners that some words and emoji are spelt with stay', async () => {
    const setup = setUpApi()
    const title = 'می\u200Cخواهم 👩\u200D🔧'
    expect((await make(setup, { title })).title).toBe(title)
  })
})

describe('publishing', () => {
  test.each(['1', 'True', 'yes', ''])('dry_run=%s is no question that is understood, and publishes nothing', async (asked) => {
    const setup = setUpApi()
    const { ask, addImage } = setup
    const project = await make(setup)
    await addImage(project.project_id, 'img_a')
    expect((await ask('POST', `/api/projects/${project.project_id}/publish?dry_run=${asked}`)).status).toBe(400)
    expect((await read(setup, project)).status).toBe('draft')
  })
})

test('what was published when the gate asked for less can be mended bit by bit, and not made worse', async () => {
  const setup = setUpApi()
  const { ask, addImage, store } = setup
  const { project_id: id } = await make(setup)
  await addImage(id, 'img_a')
  await ask('POST', `/api/projects/${id}/publish`)
  const request = { owner: 'ann', actor: 'user' as const, key: 'k', asked: '', ifMatch: null }
  await store.change(id, request, ({ value }) => ({ value: { ...value, facts: { ...value.facts, title: '…' } } }))
  expect((await ask('PATCH', `/api/projects/${id}`, { neighborhood: 'LoDo' })).status).toBe(200)
  expect((await ask('PATCH', `/api/projects/${id}`, { city: '' })).body).toMatchObject({ error: { details: { missing_fields: ['city'] } } })
  expect((await ask('PATCH', `/api/projects/${id}`, { title: 'Chimney' })).status).toBe(200)
})

describe('late repeats', () => {
  test('of requests about a project that was deleted since: there is none, and none is made; only the deletion answers as before', async () => {
    const setup = setUpApi()
    const { ask } = setup
    const made = await ask('POST', '/api/projects', WHOLE, { key: 'make' })
    const path = `/api/projects/${String(made.body['project_id'])}`
    await ask('PATCH', path, { title: 'Chimney' }, { key: 'change' })
    expect((await ask('DELETE', path, undefined, { key: 'delete' })).status).toBe(204)
    expect((await ask('POST', '/api/projects', WHOLE, { key: 'make' })).status).toBe(410)
    expect((await ask('PATCH', path, { title: 'Chimney' }, { key: 'change' })).status).toBe(404)
    expect((await ask('DELETE', path, undefined, { key: 'delete' })).status).toBe(204)
    expect((await ask('GET', '/api/projects')).body['count']).toBe(0)
  })

  test('the same key with other files gets addresses of other uploads', async () => {
    const setup = setUpApi()
    const { project_id: id } = await make(setup)
    const uploadOf = async (name: string): Promise<unknown> => {
      const { body } = await setup.ask(
        'POST',
        `/api/projects/${id}/uploads`,
        { files: [{ file_name: name, content_type: 'image/png' }] },
        { key: 'k' },
      )
      const [{ upload_url: url }] = body['uploads'] as [{ upload_url: string }]
      const [payload = ''] = (url.split('/u/')[1] ?? '').split('.')
      return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>)['uploadId']
    }
    expect(await uploadOf('a.png')).toBe(await uploadOf('a.png'))
    expect(await uploadOf('a.png')).not.toBe(await uploadOf('b.png'))
  })
})

test('S2.C.2 a description that is only said to be by hand stays as it reads', async () => {
  const setup = setUpApi()
  const { ask } = setup
  const project = await make(setup, { summary: 'One.' })
  const path = `/api/projects/${project.project_id}`
  await ask('PATCH', path, { description_manual: true })
  await ask('PATCH', `${path}/sections`, { summary: 'Two.' })
  expect(await read(setup, project)).toMatchObject({ description: 'One.', description_manual: true, summary: 'Two.' })
})

test('If-Match takes any of several tags, and whatever is there', async () => {
  const setup = setUpApi()
  const project = await make(setup)
  const path = `/api/projects/${project.project_id}`
  const change = async (title: string, ifMatch: string) => (await setup.ask('PATCH', path, { title }, { headers: { 'if-match': ifMatch } })).status
  expect(await change('A', '*')).toBe(200)
  const { etag } = await setup.ask('GET', path)
  expect(await change('B', `"x", ${etag}`)).toBe(200)
  expect(await change('C', `"x", "y"`)).toBe(412)
})

test('a list of wrong ids is told in few words', async () => {
  const setup = setUpApi()
  const project = await make(setup)
  const ids = Array.from({ length: 200 }, (_unused, index) => `${'x'.repeat(90)}${index}`)
  const { body } = await setup.ask('PUT', `/api/projects/${project.project_id}/images/order`, { image_ids: ids })
  expect(errorSchema.parse(body).error.message.length).toBeLessThan(700)
})

test('a contractor has so many projects and no more: their list is written with each change, and everybody waits for that', async () => {
  const setup = setUpApi()
  const { store, ask } = setup
  const { project_id: id } = await make(setup)
  const entry = { title: '', status: 'draft', createdAt: 1, updatedAt: 1, heroImageId: null, imageCount: 0 }
  const others = Array.from({ length: PROJECTS_MAX - 1 }, (_unused, index) => ({ ...entry, id: `prj_${index}` }))
  await store.documents.commit({ documentId: '', records: [] }, () => ({
    writes: [{ type: 'record', record: { kind: 'owner-projects', key: 'ann', value: { projects: [{ ...entry, id }, ...others] }, expiresAt: null } }],
    result: null,
  }))
  expect(await ask('POST', '/api/projects', WHOLE)).toMatchObject({ status: 409, body: { error: { details: { reason: 'full' } } } })
  expect((await ask('PATCH', `/api/projects/${id}`, { title: 'Still mine' })).status).toBe(200)
  expect((await ask('POST', '/api/projects', WHOLE, { owner: 'bob' })).status).toBe(201)
  await ask('DELETE', `/api/projects/${id}`)
  expect((await ask('POST', '/api/projects', WHOLE)).status).toBe(201)
})
