import { createRateLimit } from '@lockstep/server'
import { expect, test } from 'vitest'
import { OPERATIONS } from '../../apps/portfolio/api/http/operations.ts'
import { createLinkTokens } from '../../apps/portfolio/api/media/link-tokens.ts'
import { projectLinkSchema } from '../../apps/portfolio/api/media/project-links.ts'
import { LINK_SECRET, SERVICE_KEY, setUpApi } from './api-setup.ts'
import { requireDescribed } from './described.ts'

test('the API says what it takes and answers, to everybody, and every address it names is there', async () => {
  const { api, ask } = setUpApi()
  const response = await api.fetch(new Request('http://api.test/api/openapi.json'))
  const told = (await response.json()) as { openapi: string; paths: Record<string, Record<string, { operationId: string; parameters: object[] }>> }
  expect(told.openapi).toMatch(/^3\.1\./)
  const operations = Object.values(told.paths).flatMap((path) => Object.values(path))
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(OPERATIONS.length)
  for (const { method, path } of OPERATIONS) {
    const { body } = await ask(method, path.replaceAll(/:\w+/g, 'prj_none'), method === 'GET' ? undefined : {})
    expect(JSON.stringify(body), `${method} ${path}`).not.toContain('No such address')
  }
})

test('an answer that the description does not have is found out', async () => {
  const preferences = (body: object) => () => requireDescribed('GET', '/api/preferences', 200, JSON.stringify(body))
  expect(preferences({ sort: 'title' })).not.toThrow()
  expect(preferences({ sort: 'title', owner: 'ann' })).toThrow()
  expect(preferences({ sort: 'size' })).toThrow()
  expect(() => requireDescribed('GET', '/api/preferences', 202, '{}')).toThrow()
  expect(() => requireDescribed('GET', '/api/preferences', 404, '{"error":{"code":"X"}}')).toThrow()
})

test('how projects are sorted is remembered for each contractor', async () => {
  const { ask } = setUpApi()
  expect((await ask('GET', '/api/preferences')).body).toEqual({ sort: 'updated' })
  expect((await ask('PUT', '/api/preferences', { sort: 'title' }, { key: 'a' })).body).toEqual({ sort: 'title' })
  await ask('PUT', '/api/preferences', { sort: 'created' }, { key: 'b' })
  // a late repeat does not bring the old wish back
  expect((await ask('PUT', '/api/preferences', { sort: 'title' }, { key: 'a' })).body).toEqual({ sort: 'created' })
  expect((await ask('PUT', '/api/preferences', { sort: 'updated' }, { key: 'a' })).status).toBe(409)
  expect((await ask('PUT', '/api/preferences', { sort: 'size' })).status).toBe(400)
  expect((await ask('PUT', '/api/preferences', { sort: 'title' }, { headers: { 'idempotency-key': '' } })).status).toBe(428)
  expect((await ask('GET', '/api/preferences', undefined, { owner: 'bob' })).body).toEqual({ sort: 'updated' })
})

test('a link opens one page of one project for an hour, and is worth nothing elsewhere', async () => {
  const { ask, clock } = setUpApi()
  const id = String((await ask('POST', '/api/projects', {})).body['project_id'])
  const tokens = createLinkTokens({ secret: LINK_SECRET, now: () => clock.now })
  const { body } = await ask('POST', `/api/projects/${id}/preview-link`)
  const [, token = ''] = /^http:\/\/web\.test\/preview\/(.+)$/.exec(String(body['url'])) ?? []
  expect(tokens.verify('preview', token, projectLinkSchema)).toEqual({ projectId: id, owner: 'ann' })
  expect(tokens.verify('uploader', token, projectLinkSchema)).toBeNull()
  expect((await ask('POST', `/api/projects/${id}/uploader-link`)).body['url']).toMatch(/^http:\/\/web\.test\/upload\//)
  expect((await ask('POST', `/api/projects/${id}/preview-link`, undefined, { owner: 'bob' })).status).toBe(404)
  clock.now += 60 * 60_000
  expect(tokens.verify('preview', token, projectLinkSchema)).toBeNull()
})

test('a contractor who asks too much is told when to go on, and nobody else is held up', async () => {
  let now = 0
  const { ask } = setUpApi({}, null, undefined, createRateLimit({ burst: 3, perSecond: 1, now: () => now }))
  const statuses: number[] = []
  for (let turn = 0; turn < 4; turn += 1) statuses.push((await ask('GET', '/api/projects')).status)
  expect(statuses).toEqual([200, 200, 200, 429])
  expect((await ask('GET', '/api/projects', undefined, { owner: 'bob' })).status).toBe(200)
  now += 1_000
  expect((await ask('GET', '/api/projects')).status).toBe(200)
})

test('whatever is sent, the API says no in its own words, and nothing fails inside', async () => {
  const { ask, api, failures } = setUpApi()
  const id = String((await ask('POST', '/api/projects', { title: 'A' })).body['project_id'])
  const values = [null, 0, '', 'x', [], [null], {}, true, 'x'.repeat(6_000), { '': 1 }, JSON.parse('{"__proto__":{"a":1},"constructor":1}') as object]
  const paths = (path: string) => [path.replaceAll(/:\w+/g, id), path.replaceAll(/:\w+/g, '%00..%2f..%2f'), path.replaceAll(/:\w+/g, 'constructor')]
  for (const { method, path, body } of OPERATIONS.filter(({ path }) => !path.endsWith('-link'))) {
    const names = Object.keys((body as { shape?: object } | undefined)?.shape ?? {})
    const bodies = [...values, ...names.flatMap((name) => values.map((value) => ({ [name]: value })))]
    for (const sent of method === 'GET' || body === undefined ? [undefined] : bodies) {
      for (const where of paths(path).slice(0, sent === undefined ? 3 : 1)) {
        // a whole project is not deleted by the way
        if (method === 'DELETE' && where.endsWith(id)) continue
        const { status } = await ask(method, where, sent)
        expect(status, `${method} ${where} ${JSON.stringify(sent)}`).toBeLessThan(500)
      }
    }
  }
  for (const sent of ['{', '\u0000', '[', '"', 'x'.repeat(300_000)]) {
    const headers = { authorization: `Bearer ${SERVICE_KEY}`, 'x-contractor': 'ann', 'idempotency-key': 'k', 'content-type': 'application/json' }
    const { status } = await api.fetch(new Request('http://api.test/api/projects', { method: 'POST', headers, body: sent }))
    expect([400, 413]).toContain(status)
  }
  expect(failures).toEqual([])
  expect((await ask('GET', `/api/projects/${id}`)).status).toBe(200)
})
