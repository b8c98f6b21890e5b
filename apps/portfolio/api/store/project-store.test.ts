import { memory } from '@lockstep/server/memory'
import { beforeEach, expect, test } from 'vitest'
import { ApiRefusal } from '../refusal.ts'
import { createProjectStore, type ProjectStore, type WriteRequest } from './project-store.ts'

let now = 0
let store: ProjectStore
beforeEach(() => {
  now = 1_800_000_000_000
  store = createProjectStore({ documents: memory(), now: () => now })
})

const request = (change: Partial<WriteRequest> = {}): WriteRequest => ({
  owner: 'ann',
  actor: 'user',
  key: 'k1',
  asked: 'a',
  ifMatch: null,
  ...change,
})
const create = (change: Partial<WriteRequest> = {}, title = 'Chimney') =>
  store.create(request(change), () => ({
    ...empty,
    record: { ownerId: change.owner ?? 'ann', status: 'draft', createdAt: String(now) },
    facts: { title },
  }))
const empty = { record: {}, facts: {}, sections: {}, description: {}, images: {}, imageTypes: {}, altTexts: {}, pictures: {}, hero: {} }
const retitle = (id: string, title: string, change: Partial<WriteRequest> = {}) =>
  store.change(id, request({ key: title, asked: title, ...change }), ({ value }) => ({ value: { ...value, facts: { ...value.facts, title } } }))
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiRefusal ? error.code : String(error)),
  )

test('a repeat of a request changes nothing and answers the same; the same key for something else is refused', async () => {
  const first = await create()
  const again = await create()
  expect(again.project).toEqual(first.project)
  expect(again.isReplay).toBe(true)
  expect((await store.list('ann', { status: null, sort: 'updated', limit: 10, offset: 0 })).count).toBe(1)
  await retitle(first.project.id, 'Wall')
  const replayed = await retitle(first.project.id, 'Wall')
  expect(replayed).toMatchObject({ isReplay: true, project: { title: 'Wall' } })
  expect(await code(retitle(first.project.id, 'Wall', { asked: 'other' }))).toBe('CONFLICT')
})

test("another contractor's project is not there", async () => {
  const { project } = await create()
  expect(await code(store.get('bob', project.id))).toBe('NOT_FOUND')
  expect(await code(retitle(project.id, 'Mine now', { owner: 'bob' }))).toBe('NOT_FOUND')
  expect((await store.get('ann', project.id)).project.title).toBe('Chimney')
  expect((await store.list('bob', { status: null, sort: 'updated', limit: 10, offset: 0 })).count).toBe(0)
})

test('a write on a state that is no longer there is refused, and says which is', async () => {
  const first = await create()
  const second = await retitle(first.project.id, 'Wall', { ifMatch: first.etag })
  const late = retitle(first.project.id, 'Roof', { ifMatch: first.etag })
  await expect(late).rejects.toMatchObject({ code: 'PRECONDITION_FAILED', details: { etag: second.etag } })
  expect((await store.get('ann', first.project.id)).project.title).toBe('Wall')
})

test('lists by what was touched last, page by page', async () => {
  for (const title of ['a', 'b', 'c']) {
    now += 1_000
    await create({ key: title, asked: title }, title)
  }
  const a = (await store.list('ann', { status: null, sort: 'title', limit: 1, offset: 0 })).entries[0]
  now += 1_000
  await retitle(a?.id ?? '', 'a again')
  const titles = async (offset: number) =>
    (await store.list('ann', { status: 'draft', sort: 'updated', limit: 2, offset })).entries.map(({ title }) => title)
  expect([await titles(0), await titles(2)]).toEqual([['a again', 'c'], ['b']])
})

test('a view and the model edit sections at once, and both stay', async () => {
  const { project, snapshot } = await create()
  const base = {
    documentId: project.id,
    epoch: snapshot.epoch,
    baseRevision: snapshot.revision,
    supersedes: [],
    clientId: 'w',
    seq: 1,
    onConflict: 'merge' as const,
  }
  await store.change(project.id, request({ key: 'model', asked: 'm', actor: 'model' }), ({ value }) => ({
    value: { ...value, sections: { ...value.sections, challenge: 'It leaned.' } },
  }))
  const outcome = await store.syncSections('ann', { ...base, mutationId: 'm1', value: { sections: { summary: 'A chimney.' } } })
  expect(outcome).toMatchObject({ ok: true, reply: { status: 'merged' } })
  expect((await store.get('ann', project.id)).project).toMatchObject({ title: 'Chimney', summary: 'A chimney.', challenge: 'It leaned.' })
  expect(await store.syncSections('bob', { ...base, mutationId: 'm2', clientId: 'x', value: { sections: { summary: 'x' } } })).toMatchObject({
    ok: false,
    failure: { code: 'not_found' },
  })
})
