import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { DEV_CLIENT_ID, LOCAL_CLIENT_DOCUMENTS, type DevAuthOptions } from './dev-auth-options.ts'
import { answerSignIn, refresh, signIn } from './sign-in.ts'
import { startDevAuth } from './start-dev-auth.ts'

const RESOURCE = 'http://localhost:8000/mcp'
const CHATGPT = 'https://chatgpt.com/oauth/client.json'
const PKCE = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' }

const lines: string[] = []

async function open(options: DevAuthOptions = {}): Promise<string> {
  const { issuer, close } = await startDevAuth({ port: 0, log: (line) => lines.push(line), ...options })
  onTestFinished(close)
  return issuer
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

/** An authorization URL that is right but for what a test changes; undefined leaves a parameter out. */
function authorizationUrl(issuer: string, changes: Record<string, string | undefined> = {}): URL {
  const parameters = {
    response_type: 'code',
    client_id: DEV_CLIENT_ID,
    redirect_uri: 'http://localhost/callback',
    resource: RESOURCE,
    state: 's',
    ...PKCE,
    ...changes,
  }
  const url = new URL('/auth', issuer)
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

beforeEach(() => {
  lines.length = 0
})
afterEach(() => vi.unstubAllEnvs())

describe('a sign-in', () => {
  test('gives a JWT for one resource and one user, that names its issuer, client and scopes', async () => {
    const issuer = await open()
    const { accessToken, scope, expiresInS } = await signIn(issuer, { user: 'ada', resource: RESOURCE, scopes: ['notes:read', 'openid'] })
    const [header = ''] = accessToken.split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
    expect(claimsOf(accessToken)).toMatchObject({
      iss: issuer,
      sub: 'ada',
      aud: RESOURCE,
      client_id: DEV_CLIENT_ID,
      scope: 'notes:read',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
    })
    expect({ scope, expiresInS }).toEqual({ scope: 'notes:read', expiresInS: 3600 })
  })

  test('works for an app without scopes, and for the other user at once after', async () => {
    const issuer = await open()
    for (const user of ['ada', 'grace']) {
      const { accessToken } = await signIn(issuer, { user, resource: RESOURCE })
      expect(claimsOf(accessToken)).toMatchObject({ sub: user, aud: RESOURCE })
    }
  })

  test('gives only what the user agreed to', async () => {
    const issuer = await open()
    const asked = { user: 'ada', resource: RESOURCE, scopes: ['a', 'b', 'c'] }
    expect(claimsOf((await signIn(issuer, { ...asked, agreeTo: ['a', 'c'] })).accessToken)).toMatchObject({ scope: 'a c' })
    await expect(signIn(issuer, { ...asked, agreeTo: [] })).rejects.toThrow('access_denied')
  })

  test('gives only scopes that exist, where they are listed', async () => {
    const issuer = await open({ scopes: ['a'], users: [{ id: 'kay', name: 'Kay & <b>' }] })
    expect(claimsOf((await signIn(issuer, { user: 'kay', resource: RESOURCE, scopes: ['a', 'b'] })).accessToken)).toMatchObject({ scope: 'a' })
    const metadata = (await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json()) as Record<string, unknown>
    expect(metadata['scopes_supported']).toEqual(['openid', 'offline_access', 'a'])
  })

  test('can be cancelled', async () => {
    const issuer = await open()
    const { searchParams } = await answerSignIn(authorizationUrl(issuer), { user: null })
    expect(Object.fromEntries(searchParams)).toMatchObject({ error: 'access_denied', state: 's', iss: issuer })
  })

  test.each([
    ['a redirect', (to: string) => ({ status: 303, headers: { Location: to }, body: '' })],
    ['a form', (to: string) => ({ status: 200, headers: { 'Content-Type': 'text/html' }, body: `<form action="${to}"></form>` })],
  ])('does not follow %s to another server', async (_name, answer) => {
    const asked: string[] = []
    const serve = async (reply: (path: string) => { status: number; headers: Record<string, string>; body: string }) => {
      const server = createServer((request, response) => {
        const { status, headers, body } = reply(request.url ?? '')
        response.writeHead(status, headers).end(body)
      })
      onTestFinished(() => void server.close())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      return `http://localhost:${typeof address === 'object' ? address?.port : ''}`
    }
    const elsewhere = await serve((path) => {
      asked.push(path)
      return { status: 200, headers: {}, body: '' }
    })
    const first = await serve(() => answer(`${elsewhere}/steal`))
    await expect(answerSignIn(authorizationUrl(first), { user: 'ada' })).rejects.toThrow(`a way to ${elsewhere}`)
    expect(asked).toEqual([])
  })
  test('is refreshed once with each refresh token', async () => {
    const issuer = await open()
    const first = await signIn(issuer, { user: 'ada', resource: RESOURCE, scopes: ['a'] })
    const second = await refresh(issuer, first.refreshToken ?? '', RESOURCE)
    expect(claimsOf(second.accessToken)).toMatchObject({ sub: 'ada', aud: RESOURCE, scope: 'a' })
    expect(second.refreshToken).not.toBe(first.refreshToken)
    await expect(refresh(issuer, first.refreshToken ?? '', RESOURCE)).rejects.toThrow('invalid_grant')
    await expect(refresh(issuer, second.refreshToken ?? '', RESOURCE)).rejects.toThrow('invalid_grant')
  })
})

describe('clients', () => {
  test.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['PKCE in the clear', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a resource that is not on this machine', { resource: 'https://notes.example.com/mcp' }, 'invalid_target'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s is refused', async (_name, changes, error) => {
    const { searchParams, hash } = await answerSignIn(authorizationUrl(await open(), changes), { user: 'ada' })
    expect(new URLSearchParams(hash === '' ? searchParams : hash.slice(1)).get('error')).toBe(error)
  })

  test.each([
    ['an unknown client', { client_id: 'stranger' }],
    ['a way back that leaves the machine', { redirect_uri: 'https://evil.example.com/callback' }],
    ['a client whose document is not known here', { client_id: 'https://client.example.com/client.json' }],
  ])('%s is told so on the page, and nobody is sent anywhere', async (_name, changes) => {
    await expect(answerSignIn(authorizationUrl(await open(), changes), { user: 'ada' })).rejects.toThrow(/400 Sign-in failed/)
  })

  test('a code is good for its own verifier only', async () => {
    const issuer = await open()
    const { searchParams } = await answerSignIn(authorizationUrl(issuer), { user: 'ada' })
    const form = {
      grant_type: 'authorization_code',
      code: searchParams.get('code') ?? '',
      client_id: DEV_CLIENT_ID,
      redirect_uri: 'http://localhost/callback',
    }
    const response = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams({ ...form, code_verifier: 'x'.repeat(43) }) })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
  })

  test('the client id that ChatGPT comes with works without registration, and its document is not fetched', async () => {
    const issuer = await open()
    const metadata = (await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json()) as Record<string, unknown>
    expect(metadata).toMatchObject({
      issuer,
      client_id_metadata_document_supported: true,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    })
    const options = { user: 'ada', resource: RESOURCE, clientId: CHATGPT, redirectUri: 'http://localhost:4700/oauth/callback' }
    expect(claimsOf((await signIn(issuer, options)).accessToken)).toMatchObject({ client_id: CHATGPT })
    expect(Object.keys(LOCAL_CLIENT_DOCUMENTS)).toEqual([CHATGPT])
  })

  test('a client that registers itself may come back where it said', async () => {
    const issuer = await open()
    const redirectUri = 'http://127.0.0.1:9/back?from=test'
    const response = await fetch(`${issuer}/reg`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ client_name: 'Registered', redirect_uris: [redirectUri] }),
    })
    const { client_id: clientId } = (await response.json()) as { client_id: string }
    expect(claimsOf((await signIn(issuer, { user: 'grace', resource: RESOURCE, clientId, redirectUri })).accessToken)).toMatchObject({ sub: 'grace' })
    await expect(signIn(issuer, { user: 'grace', resource: RESOURCE, clientId })).rejects.toThrow('400')
  })
})

test.each([
  ['a way back elsewhere', { redirect_uris: ['https://evil.example.com/back'] }, 'invalid_redirect_uri'],
  ['no way back', { redirect_uris: [] }, 'invalid_redirect_uri'],
  ['a script as the way back', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
  ['a secret', { redirect_uris: ['http://localhost/back'], token_endpoint_auth_method: 'client_secret_basic' }, 'invalid_client_metadata'],
  ['a list', [], 'invalid_redirect_uri'],
  ['no JSON', '{', 'invalid_redirect_uri'],
])('a client that registers itself with %s is refused', async (_name, body, error) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${await open()}/reg`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: text })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error })
})

describe('the page', () => {
  /** The page as a browser gets it, with the cookies that lead there. */
  async function visit(issuer: string, changes: Record<string, string> = {}) {
    const first = await fetch(authorizationUrl(issuer, changes), { redirect: 'manual' })
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const url = new URL(first.headers.get('location') ?? '', issuer)
    const response = await fetch(url, { headers: { Cookie: cookie } })
    return { url, cookie, response, html: await response.text() }
  }

  test('names client, resource, scopes and users, says that it is for development, and runs no script', async () => {
    const issuer = await open({ users: [{ id: 'kay', name: 'Kay <script>alert(1)</script>' }] })
    const { html, response } = await visit(issuer, { scope: 'notes:read openid' })
    for (const text of ['Lockstep development client', RESOURCE, 'Development only', 'Kay &lt;script&gt;', 'value="notes:read"'])
      expect(html).toContain(text)
    expect(html).not.toMatch(/<script|value="openid"/)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  test.each([
    ['by a page of another site', { Origin: 'https://evil.example.com' }],
    ['by another page on this machine', { Origin: 'http://localhost:4700' }],
    ['by nobody knows whom', { Origin: 'null' }],
  ])('its form is not taken when it is sent %s', async (_name, headers: Record<string, string>) => {
    const { url, cookie } = await visit(await open())
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookie, ...headers },
      body: new URLSearchParams({ user: 'ada' }),
    })
    expect(response.status).toBe(403)
  })

  test('is over for whoever has not got its cookie', async () => {
    const { url } = await visit(await open())
    const response = await fetch(url)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('start again')
  })
})

describe('the server', () => {
  test('says loudly what it is', async () => {
    const issuer = await open()
    expect(lines).toEqual([expect.stringMatching(/FOR DEVELOPMENT ONLY.*without a password/)])
    expect(lines[0]).toContain(issuer)
  })

  test('does not start in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await expect(startDevAuth({ port: 0 })).rejects.toMatchObject({ code: 'DEV_AUTH_IN_PRODUCTION', blame: 'user' })
  })

  test('listens on loopback only, and answers to its own name only', async () => {
    const issuer = await open()
    const { port } = new URL(issuer)
    expect((await fetch(`http://127.0.0.1:${port}/jwks`)).status).toBe(403)
    expect((await fetch(`${issuer}/jwks`, { headers: { Origin: 'https://evil.example.com' } })).status).toBe(403)
    expect((await fetch(`${issuer}/jwks`)).status).toBe(200)
  })

  test('keeps its private key to itself', async () => {
    const jwks = await (await fetch(`${await open()}/jwks`)).json()
    expect(jwks).toEqual({
      keys: [{ kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String), kid: expect.any(String), alg: 'ES256', use: 'sig' }],
    })
  })

  test('says which port is taken', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
    })
    onTestFinished(() => void other.close())
    await expect(startDevAuth({ port })).rejects.toMatchObject({ code: 'DEV_AUTH_PORT_IN_USE', message: expect.stringContaining(String(port)) })
  })

  test.each([
    [[]],
    [
      [
        { id: 'ada', name: 'Ada' },
        { id: 'ada', name: 'Other' },
      ],
    ],
  ])('wants users that can be told apart', async (users) => {
    await expect(startDevAuth({ port: 0, users })).rejects.toMatchObject({ code: 'DEV_AUTH_OPTIONS' })
  })
})
