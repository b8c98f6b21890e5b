import { expect, test } from 'vitest'
import { errorSchema, listSchema, projectSchema } from '../../apps/portfolio/shared/api-types.ts'
import { setUpApi } from './api-setup.ts'

test('a project is made, read, changed and listed, and every answer has its declared shape', async () => {
  const { ask } = setUpApi()
  const made = await ask('POST', '/api/projects', { title: ' Wall ', summary: 'A wall.', outcome_highlights: ['Straight', ' '], tags: ['brick'] })
  expect(made.status).toBe(201)
  const project = projectSchema.parse(made.body)
  expect(project).toMatchObject({
    title: 'Wall',
    outcome_highlights: ['Straight'],
    tags: ['brick'],
    description: 'A wall.\n\nOutcomes\n- Straight',
    description_manual: false,
  })
  const changed = await ask(
    'PATCH',
    `/api/projects/${project.project_id}`,
    { city: 'Denver', tags: [] },
    { headers: { 'if-match': made.etag ?? '' } },
  )
  expect(projectSchema.parse(changed.body)).toMatchObject({ title: 'Wall', city: 'Denver', tags: [] })
  expect(changed.etag).not.toBe(made.etag)
  expect((await ask('GET', `/api/projects/${project.project_id}`, undefined, { headers: { 'if-none-match': changed.etag ?? '' } })).status).toBe(304)
  expect(listSchema.parse((await ask('GET', '/api/projects?limit=5')).body)).toMatchObject({
    count: 1,
    has_more: false,
    projects: [{ title: 'Wall' }],
  })
})

test('S2.C.2 S2.C.3 a description by hand is left alone, and an empty one is composed', async () => {
  const { ask } = setUpApi()
  const id = String((await ask('POST', '/api/projects', {})).body['project_id'])
  await ask('PATCH', `/api/projects/${id}/sections`, { summary: 'One.' })
  expect((await ask('GET', `/api/projects/${id}`)).body['description']).toBe('One.')
  await ask('PATCH', `/api/projects/${id}`, { description: 'By hand.' })
  await ask('PATCH', `/api/projects/${id}/sections`, { summary: 'Two.' })
  expect((await ask('GET', `/api/projects/${id}`)).body).toMatchObject({ description: 'By hand.', description_manual: true, summary: 'Two.' })
})

test('a write on what had changed since is refused with the newest tag, and changes nothing', async () => {
  const { ask } = setUpApi()
  const made = await ask('POST', '/api/projects', { title: 'A' })
  const path = `/api/projects/${String(made.body['project_id'])}`
  const second = await ask('PATCH', path, { title: 'B' })
  const late = await ask('PATCH', path, { title: 'C' }, { headers: { 'if-match': made.etag ?? '' } })
  expect(late).toMatchObject({ status: 412, etag: second.etag })
  expect((await ask('GET', path)).body['title']).toBe('B')
})

test('every write needs a key; the same key once, and for one thing', async () => {
  const { ask } = setUpApi()
  expect((await ask('POST', '/api/projects', {}, { headers: { 'idempotency-key': '' } })).status).toBe(428)
  const first = await ask('POST', '/api/projects', { title: 'A' }, { key: 'k' })
  expect(await ask('POST', '/api/projects', { title: 'A' }, { key: 'k' })).toEqual(first)
  expect((await ask('POST', '/api/projects', { title: 'B' }, { key: 'k' })).status).toBe(409)
  expect((await ask('GET', '/api/projects')).body['count']).toBe(1)
  // another contractor's keys are his own
  expect((await ask('POST', '/api/projects', { title: 'B' }, { key: 'k', owner: 'bob' })).status).toBe(201)
})

test("S2.V.2 another contractor's project is not found, whatever is asked of it", async () => {
  const { ask } = setUpApi()
  const id = String((await ask('POST', '/api/projects', { title: 'A' })).body['project_id'])
  const asked: Array<[string, string, unknown?]> = [
    ['GET', ''],
    ['PATCH', '', { title: 'Mine' }],
    ['DELETE', ''],
    ['PATCH', '/sections', { summary: 'Mine' }],
    ['GET', '/sections'],
    ['POST', '/publish'],
    ['POST', '/publish?dry_run=true'],
    ['DELETE', '/publish'],
  ]
  for (const [method, path, body] of asked) {
    const foreign = await ask(method, `/api/projects/${id}${path}`, body, { owner: 'bob' })
    const unknown = await ask(method, `/api/projects/prj_0000${path}`, body, { owner: 'bob' })
    expect(foreign.status, `${method} ${path}`).toBe(404)
    expect(errorSchema.parse(foreign.body).error.message).toBe(errorSchema.parse(unknown.body).error.message)
  }
  expect((await ask('GET', `/api/projects/${id}`)).body['title']).toBe('A')
})

test('SEC12 what is not declared is refused: owner, status, revision, hero, images, prototype keys', async () => {
  const { ask } = setUpApi()
  const id = String((await ask('POST', '/api/projects', { title: 'A' })).body['project_id'])
  for (const extra of [
    { owner_id: 'bob' },
    { status: 'published' },
    { revision: 9 },
    { hero_image_id: 'x' },
    { images: [] },
    { slug: 'x' },
    JSON.parse('{"__proto__": {"x": 1}}') as object,
  ]) {
    const { status } = await ask('PATCH', `/api/projects/${id}`, extra)
    expect([status, Object.keys(extra)]).toEqual([Object.keys(extra).length === 0 ? 200 : 400, Object.keys(extra)])
  }
  expect(projectSchema.parse((await ask('GET', `/api/projects/${id}`)).body)).toMatchObject({ title: 'A', status: 'draft' })
})

test('without the service key, or without a contractor, nothing is answered', async () => {
  const { ask } = setUpApi()
  for (const headers of [{ authorization: '' }, { authorization: 'Bearer wrong' }, { 'x-contractor': '' }, { 'x-contractor': 'a b' }]) {
    expect((await ask('GET', '/api/projects', undefined, { headers })).status).toBe(401)
  }
})

test('bad input gets a clear error each', async () => {
  const { api, ask, failures } = setUpApi()
  const raw = (body: string, type = 'application/json') =>
    api.fetch(
      new Request('http://api.test/api/projects', {
        method: 'POST',
        body,
        headers: { authorization: 'Bearer service-key-of-the-tests', 'x-contractor': 'ann', 'idempotency-key': 'k', 'content-type': type },
      }),
    )
  expect((await raw('{')).status).toBe(400)
  expect((await raw('{}', 'text/plain')).status).toBe(415)
  expect((await raw(JSON.stringify({ summary: 'x'.repeat(300_000) }))).status).toBe(413)
  expect((await raw(JSON.stringify({ title: 'x'.repeat(201) }))).status).toBe(400)
  for (const query of ['limit=0', 'limit=51', 'offset=-1', 'status=x', 'sort=price', 'x=1'])
    expect((await ask('GET', `/api/projects?${query}`)).status).toBe(400)
  expect((await ask('GET', '/nowhere')).status).toBe(404)
  expect(failures).toEqual([])
})

test('a person and the model edit the story at once, through the two doors for it', async () => {
  const { ask } = setUpApi()
  const made = projectSchema.parse((await ask('POST', '/api/projects', { title: 'A' })).body)
  const envelope = {
    v: 2,
    mutationId: 'm_1',
    clientId: 'w_1',
    seq: 1,
    epoch: made.epoch,
    baseRevision: made.revision,
    supersedes: [],
    onConflict: 'merge',
  }
  await ask('PATCH', `/api/projects/${made.project_id}/sections`, { challenge: 'It leaned.' }, { headers: { 'x-actor': 'model' } })
  const synced = await ask('POST', `/api/projects/${made.project_id}/sections/sync`, { ...envelope, value: { sections: { summary: 'A wall.' } } })
  expect(synced).toMatchObject({ status: 200, body: { status: 'merged', value: { sections: { summary: 'A wall.', challenge: 'It leaned.' } } } })
  expect(JSON.stringify(synced.body)).not.toContain('ownerId')
  const read = await ask('GET', `/api/projects/${made.project_id}/sections?since=${made.revision}`)
  expect(read.body).toMatchObject({
    changes: [
      { by: 'model', field: 'sections', id: 'challenge' },
      { by: 'user', id: 'summary' },
    ],
  })
  expect(
    (
      await ask('POST', `/api/projects/${made.project_id}/sections/sync`, {
        ...envelope,
        mutationId: 'm_2',
        value: { sections: {}, record: { ownerId: 'bob' } },
      })
    ).status,
  ).toBe(400)
})
