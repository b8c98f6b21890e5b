import { describe, expect, test } from 'vitest'
import { projectSchema, publishReplySchema } from '../../apps/portfolio/shared/api-types.ts'
import { setUpApi, type ApiSetup } from './api-setup.ts'
import { GATE_ROWS } from './gate-rows.ts'

const WHOLE = { title: 'Chimney rebuild', project_type: 'Masonry', city: 'Denver', state: 'CO' }
async function make(setup: ApiSetup, wish: object, images: number): Promise<string> {
  const { body } = await setup.ask('POST', '/api/projects', wish)
  const id = String(body['project_id'])
  for (let image = 0; image < images; image += 1) await setup.addImage(id, `i${image}${id.slice(-6)}`)
  return id
}

describe('S2.P.2 publishing over REST', () => {
  test.each(GATE_ROWS)('S2.P.2 K21 a project that lacks $missing is told exactly that', async ({ facts, hasPhotos, missing }) => {
    const setup = setUpApi()
    const id = await make(setup, facts, hasPhotos ? 2 : 0)

    const dry = await setup.ask('POST', `/api/projects/${id}/publish?dry_run=true`)
    expect(publishReplySchema.parse(dry.body)).toMatchObject({ can_publish: missing.length === 0, missing_fields: missing, status: 'draft' })
    const real = await setup.ask('POST', `/api/projects/${id}/publish`)
    const after = projectSchema.parse((await setup.ask('GET', `/api/projects/${id}`)).body)
    if (missing.length === 0) {
      expect(real).toMatchObject({ status: 200, body: { status: 'published', url: after.url } })
      expect(after).toMatchObject({ status: 'published', hero_source: 'auto', hero_image_id: after.images[0]?.image_id })
      expect(setup.copies.get(id)).toHaveLength(2)
    } else {
      expect(real).toMatchObject({ status: 422, body: { error: { code: 'NOT_PUBLISHABLE', details: { missing_fields: missing } } } })
      expect(after.status).toBe('draft')
      expect(setup.copies.size).toBe(0)
    }
    expect(setup.failures).toEqual([])
  })

  test('K6 X21 nothing passes the gate by force, whatever the query says', async () => {
    const setup = setUpApi()
    const id = await make(setup, {}, 0)
    for (const query of ['?force=true', '?force=1', '?dry_run=false&force=true']) {
      expect((await setup.ask('POST', `/api/projects/${id}/publish${query}`)).status).toBe(400)
    }
    expect((await setup.ask('POST', `/api/projects/${id}/publish?dry_run=false`)).status).toBe(422)
  })

  test('S2.P.3 what is recommended is told and blocks nothing', async () => {
    const setup = setUpApi()
    const id = await make(setup, WHOLE, 1)
    const { body } = await setup.ask('POST', `/api/projects/${id}/publish?dry_run=true`)
    expect(body).toMatchObject({
      can_publish: true,
      recommended_missing: ['summary', 'challenge', 'solution', 'results', 'outcome_highlights', 'alt_text'],
    })
  })

  test('a repeat of a publication, right after it, changes nothing and answers the same; a second one is a conflict', async () => {
    const setup = setUpApi()
    const id = await make(setup, WHOLE, 1)
    const first = await setup.ask('POST', `/api/projects/${id}/publish`, undefined, { key: 'one' })
    expect(await setup.ask('POST', `/api/projects/${id}/publish`, undefined, { key: 'one' })).toEqual(first)
    expect(await setup.ask('POST', `/api/projects/${id}/publish`, undefined, { key: 'two' })).toMatchObject({
      status: 409,
      body: { error: { details: { reason: 'already_published' } } },
    })
  })

  test('an address stays after a new title and a second publication; a draft cannot be unpublished', async () => {
    const setup = setUpApi()
    const id = await make(setup, WHOLE, 1)
    const { body } = await setup.ask('POST', `/api/projects/${id}/publish`)
    expect(body['url']).toMatch(/^http:\/\/web\.test\/p\/denver-co\/chimney-rebuild-[0-9a-f]{8}$/)
    await setup.ask('PATCH', `/api/projects/${id}`, { title: 'Another name' })
    expect((await setup.ask('DELETE', `/api/projects/${id}/publish`)).body).toMatchObject({ status: 'draft', url: null })
    expect(setup.copies.has(id)).toBe(false)
    expect((await setup.ask('DELETE', `/api/projects/${id}/publish`)).status).toBe(409)
    expect((await setup.ask('POST', `/api/projects/${id}/publish`)).body['url']).toBe(body['url'])
  })

  test('a published project keeps what it needs: a change that takes it away is refused, and nothing of it happens', async () => {
    const setup = setUpApi()
    const id = await make(setup, WHOLE, 1)
    await setup.ask('POST', `/api/projects/${id}/publish`)
    expect(await setup.ask('PATCH', `/api/projects/${id}`, { city: 'unknown', title: 'New' })).toMatchObject({
      status: 409,
      body: { error: { details: { reason: 'would_not_be_publishable', missing_fields: ['city'] } } },
    })
    expect((await setup.ask('GET', `/api/projects/${id}`)).body).toMatchObject({ title: 'Chimney rebuild', city: 'Denver' })
    expect((await setup.ask('DELETE', `/api/projects/${id}`)).status).toBe(409)
  })

  test('all or nothing: when an image cannot be copied the project stays a draft', async () => {
    const setup = setUpApi({ publish: () => Promise.reject(new Error('disk full')) })
    const id = await make(setup, WHOLE, 1)
    expect((await setup.ask('POST', `/api/projects/${id}/publish`)).status).toBe(500)
    expect((await setup.ask('GET', `/api/projects/${id}`)).body['status']).toBe('draft')
    expect(setup.failures).toHaveLength(1)
  })
})
