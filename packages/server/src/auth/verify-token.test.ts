import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { createHmac } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { AuthSettings } from './auth-options.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import { TOKEN_MAX_CHARS, verifyToken, type TokenVerdict } from './verify-token.ts'

const ISSUER = 'https://login.example.com'
const OTHER = 'https://other.example.com'
const RESOURCE = 'https://notes.example.com/mcp'
const NOW_S = 1_800_000_000
const SETTINGS: AuthSettings = {
  issuers: [ISSUER, OTHER],
  resource: RESOURCE,
  audiences: [RESOURCE, `${RESOURCE}/`, 'api://notes'],
  resourceMetadataUrl: 'https://notes.example.com/.well-known/oauth-protected-resource/mcp',
  scopes: [],
  knownScopes: [],
  isRequired: true,
  clockSkewS: 30,
}
const GOOD: JWTPayload = { iss: ISSUER, sub: 'ada', aud: RESOURCE, exp: NOW_S + 60, scope: 'notes:read notes:write' }

let privateKey: CryptoKey
let keys: Map<string, IssuerKeys>
let publicJwk: object

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  privateKey = pair.privateKey
  publicJwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }
  const other = await generateKeyPair('ES256')
  const otherJwk = { ...(await exportJWK(other.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }
  keys = new Map([
    [ISSUER, { find: async () => ({ keys: [publicJwk as { kty: string }] }) }],
    [OTHER, { find: async () => ({ keys: [otherJwk as { kty: string }] }) }],
  ])
})

function sign(claims: Record<string, unknown>, header: { typ?: string; kid?: string } = { typ: 'at+jwt' }): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one', ...header }).sign(privateKey)
}

function verify(token: string): Promise<TokenVerdict> {
  return verifyToken(token, { settings: SETTINGS, keys, now: NOW_S * 1000 })
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

test('a good token says who calls', async () => {
  const verdict = await verify(await sign({ ...GOOD, client_id: 'chat', plan: 'pro' }))
  expect(verdict).toEqual({
    kind: 'valid',
    auth: {
      subject: 'ada',
      issuer: ISSUER,
      userKey: `${ISSUER} ada`,
      scopes: ['notes:read', 'notes:write'],
      clientId: 'chat',
      claims: { ...GOOD, client_id: 'chat', plan: 'pro' },
    },
  })
})

test.each([
  ['one of several audiences', { aud: ['https://else.example.com', RESOURCE] }],
  ['the audience with a slash', { aud: `${RESOURCE}/` }],
  ['an audience of the issuer for us', { aud: 'api://notes' }],
  ['an end within the skew', { exp: NOW_S - 29 }],
  ['a beginning within the skew', { nbf: NOW_S + 29 }],
])('a token with %s counts', async (_name, claims) => {
  expect(await verify(await sign({ ...GOOD, ...claims }))).toMatchObject({ kind: 'valid' })
})

test.each([
  ['scope as one string', { scope: 'a b' }],
  ['scp as a string', { scope: undefined, scp: 'a b' }],
  ['scp as a list', { scope: undefined, scp: ['a', 'b'] }],
  ['both, with noise', { scope: ' a  b ', scp: ['b', 7, ''] }],
])('scopes are read from %s', async (_name, claims) => {
  expect(await verify(await sign({ ...GOOD, ...claims }))).toMatchObject({ auth: { scopes: ['a', 'b'] } })
})

test.each([undefined, 'JWT', 'at+jwt', 'application/at+jwt', 'AT+JWT'])('a token of typ %s may be an access token', async (typ) => {
  expect(await verify(await sign(GOOD, typ === undefined ? {} : { typ }))).toMatchObject({ kind: 'valid' })
})

test.each([
  ['without audience', { aud: undefined }],
  ['for another audience', { aud: 'https://else.example.com/mcp' }],
  ['for the origin instead of the endpoint', { aud: 'https://notes.example.com' }],
  ['for a longer path', { aud: `${RESOURCE}/admin` }],
  ['of an unknown issuer', { iss: 'https://login.example.com/' }],
  ['of the other issuer, signed by the first', { iss: OTHER }],
  ['without issuer', { iss: undefined }],
  ['without end', { exp: undefined }],
  ['with an end that is no number', { exp: '9999999999' }],
  ['that begins later', { nbf: NOW_S + 31 }],
  ['without subject', { sub: undefined }],
  ['with an empty subject', { sub: '' }],
  ['with a subject that is no string', { sub: 7 }],
  ['bound to a key of its client', { cnf: { jkt: 'thumbprint' } }],
])('SEC18 a token %s is refused', async (_name, claims) => {
  expect(await verify(await sign({ ...GOOD, ...claims }))).toMatchObject({ kind: 'invalid' })
})

test('SEC18 a token past its end is refused, and told apart so that its holder gets a new one', async () => {
  expect(await verify(await sign({ ...GOOD, exp: NOW_S - 30 }))).toMatchObject({ kind: 'expired' })
})

test.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'x'])('SEC18 what its issuer signed for another purpose (%s) is refused', async (typ) => {
  expect(await verify(await sign(GOOD, { typ }))).toMatchObject({ kind: 'invalid' })
})

test('SEC18 unsigned, signed with the public key as a secret, by a stranger, altered, or under an unknown key name: refused', async () => {
  const { privateKey: strange } = await generateKeyPair('ES256')
  const byStranger = await new SignJWT(GOOD).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(strange)
  const [header = '', payload = '', signature = ''] = (await sign(GOOD)).split('.')
  const hs256 = `${encode({ alg: 'HS256', kid: 'one' })}.${payload}`
  const forged = [
    `${encode({ alg: 'none' })}.${payload}.`,
    `${encode({ alg: 'NONE', kid: 'one' })}.${payload}.${signature}`,
    `${header}.${payload}.`,
    `${hs256}.${createHmac('sha256', JSON.stringify(publicJwk)).update(hs256).digest('base64url')}`,
    byStranger,
    `${header}.${encode({ ...GOOD, sub: 'grace' })}.${signature}`,
    await sign(GOOD, { kid: 'two' }),
  ]
  for (const token of forged) expect(await verify(token), token).toMatchObject({ kind: 'invalid' })
})

test.each([
  ['no dots', 'opaque-token'],
  ['five parts', 'a.b.c.d.e'],
  ['no JSON inside', 'a.b.c'],
  ['prototype names inside', `${encode({ alg: 'ES256', __proto__: { kid: 'one' } })}.${encode({ iss: '__proto__' })}.x`],
  ['a list inside', `${encode([])}.${encode([])}.x`],
])('what is no token (%s) is refused without a word on why', async (_name, text) => {
  expect(await verify(text)).toMatchObject({ kind: 'invalid' })
})

test('a token longer than any is not even looked at', async () => {
  const token = `${await sign(GOOD)}${'a'.repeat(TOKEN_MAX_CHARS)}`
  expect(await verify(token)).toEqual({ kind: 'invalid', reason: 'too long' })
})

test('the reason for the log holds nothing of the token', async () => {
  const token = await sign({ ...GOOD, aud: 'https://secret-audience.example.com', sub: 'secret-subject' })
  const verdict = await verify(token)
  expect(JSON.stringify(verdict)).not.toMatch(/secret/)
  expect(verdict).toMatchObject({ reason: expect.stringContaining('aud') })
})

test('an issuer that cannot be asked is an error, not a verdict', async () => {
  const { AppError } = await import('@lockstep/contract')
  keys.set(ISSUER, { find: () => Promise.reject(new AppError('AUTH_ISSUER_UNREACHABLE', 'gone')) })
  await expect(verify(await sign(GOOD))).rejects.toMatchObject({ code: 'AUTH_ISSUER_UNREACHABLE' })
})
