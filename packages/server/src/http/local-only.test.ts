import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { App } from '../app.ts'
import { connect, ERAS, openApp } from '../testing/open-app.ts'
import { rawRequest } from '../testing/raw-request.ts'
import { reply } from '../tools/reply.ts'
import { httpError } from './http-refusal.ts'
import { isLocalOnly } from './listen.ts'

test.each([
  [{ port: 0 }, true],
  [{ port: 0, host: '127.0.0.1' }, true],
  [{ port: 0, host: '::1', allowedHosts: ['shop.localhost'] }, true],
  [{ port: 0, host: '0.0.0.0' }, false],
  [{ port: 0, host: '192.0.2.1' }, false],
  [{ port: 0, host: '::' }, false],
  // a tunnel or a proxy on this machine brings others to a loopback address
  [{ port: 0, allowedHosts: ['shop.example'] }, false],
])('X31 %j is for this machine alone: %s', (options, expected) => {
  expect(isLocalOnly(options)).toBe(expected)
})

function declare(app: App): void {
  const handler = ({ isLocal, remoteAddress }: { isLocal: boolean; remoteAddress: string | undefined }) => ({ json: { isLocal, remoteAddress } })
  app.route('POST', '/loopback', handler, { origin: 'optional-on-loopback' })
  app.route('GET', '/page', handler, { origin: 'optional' })
  app.route('POST', '/guarded', handler, {
    origin: 'optional',
    admit: ({ headers }) => {
      if (headers.get('authorization') === null) throw httpError(401, 'auth_required', 'Expected a token.')
    },
  })
}

const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }

describe('a route', () => {
  test('X31 on loopback may let an absent Origin through', async () => {
    const { port } = await openApp(declare)
    const answer = await rawRequest({ ...post, port, path: '/loopback' })
    expect(answer.json).toEqual({ isLocal: true, remoteAddress: expect.stringMatching(/127\.0\.0\.1$/) })
  })

  test('X31 that others can reach wants an Origin, even from this machine; a page to open does not', async () => {
    const app = await openApp(declare, { allowedHosts: ['shop.example'] })
    for (const Host of [`localhost:${app.port}`, 'shop.example']) {
      const answer = await rawRequest({ ...post, port: app.port, path: '/loopback', headers: { ...post.headers, Host } })
      expect([answer.status, answer.json.error?.code]).toEqual([403, 'origin_required'])
      expect((await rawRequest({ port: app.port, path: '/page', headers: { Host } })).json).toMatchObject({ isLocal: false })
    }
  })

  test.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP'])(
    'X31 that a proxy passes on is not local, whatever Host it says: %s',
    async (name) => {
      const { port } = await openApp(declare)
      const headers = { ...post.headers, [name]: '203.0.113.7' }
      expect((await rawRequest({ ...post, port, path: '/loopback', headers })).json.error?.code).toBe('origin_required')
      expect((await rawRequest({ port, path: '/page', headers })).json).toMatchObject({ isLocal: false })
    },
  )

  test('SEC1 refuses before it reads the body', async () => {
    const { port } = await openApp(declare)
    const answer = await rawRequest({ ...post, port, path: '/guarded', body: '{"broken' })
    expect([answer.status, answer.json.error?.code]).toEqual([401, 'auth_required'])
    const admitted = await rawRequest({ ...post, port, path: '/guarded', body: '{"broken', headers: { ...post.headers, Authorization: 'x' } })
    expect(admitted.json.error?.code).toBe('invalid_json')
  })
})

test.each(ERAS)('SEC1 a tool is told where its call came from, %s era', async (era) => {
  const output = z.strictObject({ from: z.string() })
  const { mcpUrl } = await openApp((app) =>
    app.tool('whence', { title: 'Whence', description: 'Use this when in doubt.', effect: 'read', input: z.strictObject({}), output }, (_, context) =>
      reply({ model: { from: context.remoteAddress ?? 'nowhere' }, text: 'ok' }),
    ),
  )
  const client = await connect(mcpUrl, era)
  const { structuredContent } = await client.callTool({ name: 'whence', arguments: {} })
  expect(structuredContent).toEqual({ from: expect.stringMatching(/^(::1|(::ffff:)?127\.0\.0\.1)$/) })
})
