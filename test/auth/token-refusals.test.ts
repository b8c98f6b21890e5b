import { signIn } from '@lockstep/dev-auth'
import { describe, expect, test } from 'vitest'
import { bearer, callMcp, type McpAnswer } from './support/call-mcp.ts'
import { forgeries } from './support/forge.ts'
import { declareGreeting, declareNotes, openDevAuth, openSignedInApp, type SignedInApp } from './support/signed-in-app.ts'

const NOTE = { id: 'note-1' }

function tokenOf(app: SignedInApp, user = 'ada', scopes: readonly string[] = []): Promise<string> {
  return signIn(app.issuer, { user, resource: app.mcpUrl, scopes }).then(({ accessToken }) => accessToken)
}

/** A refusal before anything ran: 401, where to sign in, and nothing else. */
function expectRefused(app: SignedInApp, answer: McpAnswer, error: string | null): void {
  const metadata = `${app.url}/.well-known/oauth-protected-resource/mcp`
  expect(answer.status).toBe(401)
  expect(answer.challenge).toContain(`Bearer resource_metadata="${metadata}"`)
  expect(/error="(\w+)"/.exec(answer.challenge ?? '')?.[1] ?? null).toBe(error)
  expect(answer.result).toBeNull()
  expect(app.ran).toEqual([])
}

describe('SEC18 a server that needs sign-in', () => {
  test('SEC18 K16 answers 401 and where to sign in, with no token, whatever the method', async () => {
    const app = await openSignedInApp(declareNotes)
    expectRefused(app, await callMcp(app.mcpUrl, 'read_note', NOTE), null)
    for (const body of [{ method: 'tools/list' }, { method: 'initialize' }, { method: 'resources/list' }, []]) {
      const response = await fetch(app.mcpUrl, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ jsonrpc: '2.0', id: null, error: { data: { code: 'auth_required' } } })
    }
  })

  test('SEC18 R17 tells who has no token so without reading what they send, however much', async () => {
    const app = await openSignedInApp(declareNotes)
    for (const size of [100_000, 5_000_000]) {
      expectRefused(app, await callMcp(app.mcpUrl, 'read_note', { id: 'x'.repeat(size) }), null)
      expectRefused(app, await callMcp(app.mcpUrl, 'read_note', { id: 'x'.repeat(size) }, { Expect: '100-continue' }), null)
    }
    expect((await callMcp(app.mcpUrl, 'read_note', NOTE, bearer(await tokenOf(app)))).status).toBe(200)
  })

  test('SEC18 lets a good token in, also with a small b', async () => {
    const app = await openSignedInApp(declareNotes)
    const token = await tokenOf(app)
    const answer = await callMcp(app.mcpUrl, 'read_note', NOTE, bearer(token))
    expect(answer).toMatchObject({ status: 200, challenge: null, result: { structuredContent: { text: 'Analytical engine' } } })
    expect((await callMcp(app.mcpUrl, 'read_note', NOTE, { authorization: `bearer ${token}` })).status).toBe(200)
  })

  test('SEC18 refuses every forgery', async () => {
    const app = await openSignedInApp(declareNotes)
    for (const [name, token] of await forgeries(await tokenOf(app), app.issuer)) {
      const answer = await callMcp(app.mcpUrl, 'read_note', NOTE, bearer(token))
      expectRefused(app, answer, 'invalid_token')
      expect(answer.text, name).not.toContain(token === '' ? 'Bearer' : token)
    }
  })

  test('SEC18 refuses a token for another server of the same issuer', async () => {
    const app = await openSignedInApp(declareNotes)
    const others = ['http://localhost:9/mcp', `${app.url}/`, `${app.mcpUrl}/admin`, `${app.mcpUrl}?tenant=1`]
    for (const resource of others) {
      const { accessToken } = await signIn(app.issuer, { user: 'ada', resource })
      expectRefused(app, await callMcp(app.mcpUrl, 'read_note', NOTE, bearer(accessToken)), 'invalid_token')
    }
  })

  test('SEC18 refuses a token of another issuer, and lets each of two trusted ones in under their own users', async () => {
    const [first, second, strange] = [await openDevAuth(), await openDevAuth(), await openDevAuth()]
    const seen: unknown[] = []
    const app = await openSignedInApp(
      (declared, ran) => {
        declareNotes(declared, ran)
        declared.route('GET', '/who', ({ auth }) => ({ json: auth?.userKey ?? null }), { auth: 'required' })
      },
      { auth: { issuer: [first, second] } },
    )
    const token = async (issuer: string) => (await signIn(issuer, { user: 'ada', resource: app.mcpUrl })).accessToken
    expectRefused(app, await callMcp(app.mcpUrl, 'read_note', NOTE, bearer(await token(strange))), 'invalid_token')
    for (const issuer of [first, second]) seen.push(await (await fetch(`${app.url}/who`, { headers: bearer(await token(issuer)) })).json())
    expect(seen).toEqual([`${first} ada`, `${second} ada`])
  })

  test('SEC18 refuses a token past its end, and says so', async () => {
    let skewMs = 0
    const app = await openSignedInApp(declareNotes, { clock: { now: () => Date.now() + skewMs } })
    const headers = bearer(await tokenOf(app))
    skewMs = 3_600_000 + 60_000
    const answer = await callMcp(app.mcpUrl, 'read_note', NOTE, headers)
    expectRefused(app, answer, 'invalid_token')
    expect(answer.challenge).toContain('expired')
  })

  test('SEC18 does not take a token from anywhere but its header', async () => {
    const app = await openSignedInApp(declareNotes)
    const token = await tokenOf(app)
    expectRefused(app, await callMcp(`${app.mcpUrl}?access_token=${token}`, 'read_note', NOTE), null)
    expectRefused(app, await callMcp(app.mcpUrl, 'read_note', NOTE, { Cookie: `access_token=${token}` }), null)
    expectRefused(app, await callMcp(app.mcpUrl, 'read_note', NOTE, { Authorization: `Basic ${btoa(`ada:${token}`)}` }), 'invalid_token')
    expectRefused(app, await callMcp(app.mcpUrl, 'read_note', NOTE, { Authorization: `Bearer ${token} ${token}` }), 'invalid_token')
  })

  test('SEC18 names the scopes that it always needs, and refuses a token without them by 403', async () => {
    const app = await openSignedInApp(declareNotes, { auth: { scopes: ['notes:read'] } })
    expect((await callMcp(app.mcpUrl, 'read_note', NOTE)).challenge).toContain('scope="notes:read"')
    const answer = await callMcp(app.mcpUrl, 'read_note', NOTE, bearer(await tokenOf(app, 'ada', ['notes:share'])))
    expect(answer).toMatchObject({ status: 403, result: null })
    expect(answer.challenge).toMatch(/error="insufficient_scope".*scope="notes:share notes:read"/)
    expect(app.ran).toEqual([])
    const headers = bearer(await tokenOf(app, 'ada', ['notes:read']))
    expect((await callMcp(app.mcpUrl, 'read_note', NOTE, headers)).status).toBe(200)
  })

  test('SEC18 a refused token is refused where anybody may come in, too', async () => {
    const app = await openSignedInApp(declareGreeting)
    expect((await callMcp(app.mcpUrl, 'greet', {})).status).toBe(200)
    app.ran.length = 0
    for (const token of (await forgeries(await tokenOf(app), app.issuer)).values()) {
      expectRefused(app, await callMcp(app.mcpUrl, 'greet', {}, bearer(token)), 'invalid_token')
    }
  })
})

test('SEC18 SEC23 while the issuer cannot be asked nobody comes in, and the answer says when to come back', async () => {
  const app = await openSignedInApp(declareNotes, { issuer: 'http://localhost:1' })
  const stranger = await openDevAuth()
  const { accessToken } = await signIn(stranger, { user: 'ada', resource: app.mcpUrl })
  const [header = '', payload = '', signature = ''] = accessToken.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const token = [header, Buffer.from(JSON.stringify({ ...claims, iss: 'http://localhost:1' })).toString('base64url'), signature].join('.')
  const answer = await callMcp(app.mcpUrl, 'read_note', NOTE, bearer(token))
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  expect(app.ran).toEqual([])
  const errorId = /err_[\w-]+/.exec(answer.text)?.[0]
  expect(app.lines).toContainEqual(expect.objectContaining({ errorId, level: 50 }))
  expect(answer.text).not.toMatch(/localhost:1|ECONN|node:/)
})
