import { signIn } from '@lockstep/dev-auth'
import { createApp, needAuth } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import pino from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { connect, ERAS, openApp } from '../../packages/server/src/testing/open-app.ts'
import { rawRequest } from '../../packages/server/src/testing/raw-request.ts'
import { bearer, callMcp } from './support/call-mcp.ts'
import { declareGreeting, declareNotes, openDevAuth, openSignedInApp } from './support/signed-in-app.ts'

describe('metadata', () => {
  test('SEC18 says where to sign in, at the address of the standard and at the plain one', async () => {
    const app = await openSignedInApp(declareNotes, { auth: { scopes: ['notes:read'] } })
    const paths = ['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp']
    for (const path of paths) {
      const response = await fetch(`${app.url}${path}`)
      expect(await response.json()).toEqual({
        resource: app.mcpUrl,
        authorization_servers: [app.issuer],
        bearer_methods_supported: ['header'],
        resource_name: 'demo',
        scopes_supported: ['notes:read', 'notes:share'],
      })
      expect((await fetch(`${app.url}${path}`, { method: 'HEAD' })).status).toBe(200)
      expect((await fetch(`${app.url}${path}`, { method: 'POST' })).status).toBe(405)
    }
    expect((await fetch(`${app.url}/.well-known/oauth-protected-resource/other`)).status).toBe(404)
  })

  test('SEC18 names the public address that was declared, whatever Host a request comes with', async () => {
    const resource = 'https://notes.example.com/api/mcp'
    const app = await openSignedInApp(declareNotes, { auth: { resource } })
    const headers = { Host: 'evil.localhost' }
    const asked = { port: app.port, path: '/.well-known/oauth-protected-resource/api/mcp', headers }
    expect((await rawRequest(asked)).json).toMatchObject({ resource })
    const answer = await callMcp(app.mcpUrl, 'read_note', { id: 'note-1' }, headers)
    expect(answer.challenge).toContain('resource_metadata="https://notes.example.com/.well-known/oauth-protected-resource/api/mcp"')
  })

  test('SEC18 names the address where people reach the server, where that was said', async () => {
    const issuer = await openDevAuth()
    const app = createApp({ name: 'demo', version: '1.2.3', store: memory(), logger: pino({ level: 'silent' }), auth: { issuer } })
    const listening = await app.listen({ port: 0, allowedHosts: ['notes.example.com'], publicUrl: 'https://notes.example.com/app' })
    onTestFinished(() => listening.close())
    const asked = { port: listening.port, path: '/.well-known/oauth-protected-resource', headers: { Host: 'notes.example.com' } }
    expect((await rawRequest(asked)).json).toMatchObject({ resource: 'https://notes.example.com/app/mcp', authorization_servers: [issuer] })
  })

  test('SEC18 is absent from a server without sign-in: 404 at every OAuth address', async () => {
    const { url } = await openApp(() => {})
    const names = ['oauth-protected-resource', 'oauth-protected-resource/mcp', 'oauth-authorization-server', 'openid-configuration']
    for (const name of names) expect((await fetch(`${url}/.well-known/${name}`)).status, name).toBe(404)
  })
})

describe('S2.V.2 the server decides who may do what', () => {
  test('S2.V.2 each user sees what is theirs; what is another’s is not told from what is not there', async () => {
    const app = await openSignedInApp(declareNotes)
    const headers = async (user: string) => bearer((await signIn(app.issuer, { user, resource: app.mcpUrl })).accessToken)
    const [ada, grace] = [await headers('ada'), await headers('grace')]
    const read = (id: string, who: Record<string, string>) => callMcp(app.mcpUrl, 'read_note', { id }, who)
    expect((await read('note-1', ada)).result?.structuredContent).toEqual({ text: 'Analytical engine' })
    expect((await read('note-2', grace)).result?.structuredContent).toEqual({ text: 'Compiler' })
    const foreign = await read('note-2', ada)
    expect(foreign.result).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'not_found' } } })
    expect(await read('note-9', ada)).toMatchObject({ result: foreign.result })
    // hints of a host are no proof of anything
    const claimed = await callMcp(app.mcpUrl, 'read_note', { id: 'note-2' }, { ...ada, 'X-User': 'grace' })
    expect(claimed.result?.isError).toBe(true)
  })

  test('S2.V.2 without a token the answer is a challenge, and nothing runs', async () => {
    const app = await openSignedInApp(declareNotes)
    expect(await callMcp(app.mcpUrl, 'read_note', { id: 'note-1' })).toMatchObject({ status: 401, challenge: expect.stringContaining('Bearer ') })
    expect(app.ran).toEqual([])
  })
})

describe('H23 a server that anybody may enter', () => {
  test.each(ERAS)('H23 a tool that allows nobody greets a stranger, and knows who signed in (%s client)', async (era) => {
    const app = await openSignedInApp(declareGreeting)
    const client = await connect(app.mcpUrl, era)
    expect(await client.callTool({ name: 'greet', arguments: {} })).toMatchObject({ structuredContent: { text: 'Hello, stranger' } })
    const { accessToken } = await signIn(app.issuer, { user: 'grace', resource: app.mcpUrl })
    const answer = await callMcp(app.mcpUrl, 'greet', {}, bearer(accessToken))
    expect(answer.result?.structuredContent).toEqual({ text: 'Hello, Grace Hopper' })
  })

  test('H23 S2.V.2 a tool that needs sign-in answers a stranger with the challenge that makes a host ask', async () => {
    const app = await openSignedInApp((declared, ran) => {
      declareGreeting(declared, ran)
      declareNotes(declared, ran)
    })
    const answer = await callMcp(app.mcpUrl, 'share_note', {})
    const metadata = `${app.url}/.well-known/oauth-protected-resource/mcp`
    expect(answer).toMatchObject({ status: 200, challenge: null })
    expect(answer.result).toEqual({
      isError: true,
      content: [{ type: 'text', text: 'Sign in to use this tool.' }],
      _meta: {
        'mcp/www_authenticate': [
          `Bearer resource_metadata="${metadata}", error="insufficient_scope", error_description="Sign in to use this tool.", scope="notes:read notes:share"`,
        ],
        'lockstep/error': {
          code: 'auth_required',
          reason: 'signed_out',
          message: 'Sign in to use this tool.',
          scopes: ['notes:read', 'notes:share'],
        },
      },
    })
    expect((await callMcp(app.mcpUrl, 'read_note', { id: 'note-1' })).result?.isError).toBe(true)
    expect(app.ran).toEqual([])
  })

  test('H23 a token without the scopes is asked for more, in one list with what it has; then it is enough', async () => {
    const app = await openSignedInApp(declareNotes)
    const token = async (scopes: readonly string[], agreeTo = scopes) =>
      (await signIn(app.issuer, { user: 'ada', resource: app.mcpUrl, scopes, agreeTo })).accessToken
    const short = await callMcp(app.mcpUrl, 'share_note', {}, bearer(await token(['profile:name', 'notes:read'])))
    expect(short.result?._meta?.['lockstep/error']).toMatchObject({
      code: 'auth_required',
      reason: 'insufficient_scope',
      scopes: ['profile:name', 'notes:read', 'notes:share'],
    })
    expect(short.result?._meta?.['mcp/www_authenticate']).toEqual([expect.stringContaining('scope="profile:name notes:read notes:share"')])
    const refused = await callMcp(app.mcpUrl, 'share_note', {}, bearer(await token(['notes:read', 'notes:share'], ['notes:read'])))
    expect(refused.result?.isError).toBe(true)
    expect(app.ran).toEqual([])
    const enough = await callMcp(app.mcpUrl, 'share_note', {}, bearer(await token(['notes:read', 'notes:share'])))
    expect(enough.result?.structuredContent).toEqual({ text: 'shared' })
  })

  test('H23 a handler that finds out by itself that it needs more makes the host ask, too', async () => {
    const app = await openSignedInApp((declared) => {
      declared.tool(
        'publish',
        {
          title: 'Publish',
          description: 'Use this when a note is to be published.',
          effect: 'read',
          input: z.strictObject({}),
          output: z.object({ ok: z.boolean() }),
        },
        () => {
          throw needAuth({ scopes: ['notes:publish'], description: 'Agree to "publishing" first.' })
        },
      )
    })
    const { accessToken } = await signIn(app.issuer, { user: 'ada', resource: app.mcpUrl })
    const { result } = await callMcp(app.mcpUrl, 'publish', {}, bearer(accessToken))
    const metadata = `${app.url}/.well-known/oauth-protected-resource/mcp`
    expect(result).toMatchObject({
      isError: true,
      _meta: {
        'mcp/www_authenticate': [
          `Bearer resource_metadata="${metadata}", error="insufficient_scope", error_description="Agree to 'publishing' first.", scope="notes:publish"`,
        ],
      },
    })
  })

  test('H23 tools say in the list what they need', async () => {
    const app = await openSignedInApp((declared, ran) => {
      declareGreeting(declared, ran)
      declareNotes(declared, ran)
    })
    const client = await connect(app.mcpUrl, 'modern')
    const { tools } = await client.listTools()
    const schemes = Object.fromEntries(tools.map((tool) => [tool.name, tool._meta?.['securitySchemes']]))
    expect(schemes).toEqual({
      greet: [{ type: 'noauth' }, { type: 'oauth2' }],
      read_note: [{ type: 'oauth2' }],
      share_note: [{ type: 'oauth2', scopes: ['notes:read', 'notes:share'] }],
    })
  })
})

describe('routes', () => {
  test('SEC18 a route asks for what it says, and its handler sees who calls but not the token', async () => {
    const seen: unknown[] = []
    const app = await openSignedInApp((declared, ran) => {
      declareNotes(declared, ran)
      const tell = { required: 'required', optional: 'optional', shares: { scopes: ['notes:share'] } } as const
      for (const [name, auth] of Object.entries(tell)) {
        declared.route(
          'GET',
          `/${name}`,
          (request) => {
            seen.push([...request.headers.keys()])
            return { json: request.auth?.subject ?? null }
          },
          { auth },
        )
      }
      declared.route('GET', '/open', ({ auth, headers }) => ({ json: [auth, headers.get('authorization')] }))
    })
    const { accessToken } = await signIn(app.issuer, { user: 'ada', resource: app.mcpUrl })
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${app.url}${path}`, { headers })
      return { status: response.status, challenge: response.headers.get('www-authenticate'), json: (await response.json()) as unknown }
    }
    expect(await get('/required')).toMatchObject({
      status: 401,
      challenge: expect.stringContaining('resource_metadata='),
      json: { error: { code: 'auth_required' } },
    })
    expect(await get('/required', bearer('forged'))).toMatchObject({ status: 401, json: { error: { code: 'invalid_token' } } })
    expect(await get('/optional', bearer('forged'))).toMatchObject({ status: 401 })
    expect(await get('/shares', bearer(accessToken))).toMatchObject({ status: 403, challenge: expect.stringContaining('scope="notes:share"') })
    expect(seen).toEqual([])
    expect(await get('/required', bearer(accessToken))).toMatchObject({ status: 200, json: 'ada' })
    expect(await get('/optional')).toMatchObject({ status: 200, json: null })
    expect(JSON.stringify(seen)).not.toContain('authorization')
    // a route that asks nobody keeps its header: it may have tokens of its own
    expect((await get('/open', bearer('mine'))).json).toEqual([null, 'Bearer mine'])
  })

  test('a route that needs sign-in is refused in an app without', async () => {
    await expect(openApp((app) => app.route('GET', '/mine', () => ({ json: null }), { auth: 'required' }))).rejects.toMatchObject({
      code: 'AUTH_MISSING',
    })
  })
})

test('what an app declares wrong it learns before anybody calls', async () => {
  await expect(openApp((app) => declareNotes(app, []))).rejects.toMatchObject({
    code: 'AUTH_MISSING',
    message: expect.stringContaining('share_note'),
  })
  const hosted = { auth: { issuer: 'https://login.example.com' }, allowedHosts: ['notes.example.com'] }
  await expect(openApp((app) => declareNotes(app, []), hosted)).rejects.toMatchObject({ code: 'AUTH_RESOURCE_MISSING' })
})

test('SEC18 who has no token is asked to sign in before anything that was sent is judged', async () => {
  let judged = 0
  const app = await openSignedInApp((one, ran) => {
    declareGreeting(one, ran)
    one.tool(
      'find',
      {
        title: 'Find',
        description: 'D',
        effect: 'read',
        input: z.strictObject({ code: z.string().refine(() => (judged += 1) < 0, 'no such voucher') }),
        output: z.strictObject({}),
        auth: [{ type: 'oauth2' }],
      },
      () => ({ model: {}, text: '' }),
    )
  })
  const answer = await callMcp(app.mcpUrl, 'find', { code: 'x' })
  expect(answer.result?._meta?.['lockstep/error']).toMatchObject({ code: 'auth_required' })
  expect(judged).toBe(0)
})
