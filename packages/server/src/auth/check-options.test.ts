import { expect, test } from 'vitest'
import { createAuthSettings } from './auth-settings.ts'
import type { AuthOptions } from './auth-options.ts'
import type { AuthScheme } from './auth.ts'
import { checkAuthOptions } from './check-options.ts'
import { checkToolAuth } from './check-tool-auth.ts'
import { challenge } from './challenge.ts'
import { schemesOf } from './schemes.ts'

const AUTH: AuthOptions = { issuer: 'https://login.example.com', resource: 'https://notes.example.com/mcp' }
const RESOURCE_METADATA = 'https://notes.example.com/.well-known/oauth-protected-resource/mcp'

/** Tools of which only the schemes matter. */
function toolsOf(...schemes: (readonly AuthScheme[] | undefined)[]) {
  return new Map(schemes.map((auth, index) => [`tool_${index}`, { options: { auth } as never }]))
}

function check(auth: AuthOptions | undefined, tools = toolsOf(), isLocal = false) {
  return () => checkAuthOptions(auth, tools, isLocal)
}

test.each([
  ['no issuer', { issuer: [] }],
  ['an issuer in the clear', { issuer: 'http://login.example.com' }],
  ['an issuer with a query', { issuer: 'https://login.example.com?tenant=1' }],
  ['an issuer that is no URL', { issuer: 'login' }],
  ['a resource in the clear', { resource: 'http://notes.example.com/mcp' }],
  ['a resource with a fragment', { resource: 'https://notes.example.com/mcp#x' }],
  ['keys of which of two issuers', { issuer: ['https://a.example.com', 'https://b.example.com'], jwksUri: 'https://a.example.com/jwks' }],
  ['keys in the clear', { jwksUri: 'http://login.example.com/jwks' }],
  ['a scope with a space', { scopes: ['notes read'] }],
  ['a skew without bound', { clockSkewS: 86_400 }],
])('an app cannot declare %s', (_name, part: Partial<AuthOptions>) => {
  expect(check({ ...AUTH, ...part })).toThrow(expect.objectContaining({ code: 'AUTH_INVALID', blame: 'user' }))
})

test('what app and tools say of sign-in must fit', () => {
  const code = (value: string) => expect.objectContaining({ code: value, blame: 'user' })
  expect(check(undefined, toolsOf([{ type: 'oauth2' }]))).toThrow(code('AUTH_MISSING'))
  expect(check(undefined, toolsOf([{ type: 'noauth' }, { type: 'oauth2' }]))).not.toThrow()
  expect(check({ ...AUTH, required: true }, toolsOf([{ type: 'noauth' }]))).toThrow(code('AUTH_CONTRADICTION'))
  expect(check(AUTH, toolsOf([]))).toThrow(code('AUTH_INVALID'))
  expect(check(AUTH, toolsOf([{ type: 'oauth2', scopes: ['a"b'] }]))).toThrow(code('AUTH_INVALID'))
  expect(check({ issuer: AUTH.issuer })).toThrow(code('AUTH_RESOURCE_MISSING'))
  expect(check({ issuer: AUTH.issuer }, toolsOf(), true)).not.toThrow()
  expect(check({ ...AUTH, issuer: 'http://localhost:4702' }, toolsOf([{ type: 'noauth' }]))).not.toThrow()
})

test('with sign-in a tool that says nothing is closed, and the app’s scopes count everywhere', () => {
  expect(schemesOf(undefined, undefined)).toEqual([{ type: 'noauth' }])
  expect(schemesOf(undefined, {})).toEqual([{ type: 'oauth2' }])
  expect(schemesOf(undefined, { scopes: ['notes'] })).toEqual([{ type: 'oauth2', scopes: ['notes'] }])
  expect(schemesOf([{ type: 'noauth' }, { type: 'oauth2', scopes: ['notes', 'write'] }], { scopes: ['notes'] })).toEqual([
    { type: 'noauth' },
    { type: 'oauth2', scopes: ['notes', 'write'] },
  ])
})

test('sign-in is required unless a tool allows anybody, and all scopes are known', () => {
  const settings = (auth: AuthOptions, ...schemes: (readonly AuthScheme[] | undefined)[]) => createAuthSettings(auth, toolsOf(...schemes), () => null)
  expect(settings(AUTH, undefined, [{ type: 'oauth2', scopes: ['b'] }])).toMatchObject({ isRequired: true, knownScopes: ['b'] })
  expect(settings(AUTH, undefined, [{ type: 'noauth' }])).toMatchObject({ isRequired: false })
  expect(settings({ ...AUTH, required: false, scopes: ['a'] }, [{ type: 'oauth2', scopes: ['b'] }])).toMatchObject({
    isRequired: false,
    scopes: ['a'],
    knownScopes: ['a', 'b'],
    resourceMetadataUrl: RESOURCE_METADATA,
  })
})

test('a tool is open to who fits any of its schemes; else the nearest one is asked for, with what was agreed to before', () => {
  const settings = createAuthSettings(AUTH, toolsOf(), () => null)
  const ada = { subject: 'ada', issuer: 'i', userKey: 'i ada', clientId: null, claims: {} }
  const schemes: AuthScheme[] = [
    { type: 'oauth2', scopes: ['a', 'b', 'c'] },
    { type: 'oauth2', scopes: ['a', 'd'] },
  ]
  expect(checkToolAuth(schemes, { ...ada, scopes: ['d', 'a'] }, settings)).toBeNull()
  expect(checkToolAuth([{ type: 'noauth' }], null, settings)).toBeNull()
  expect(checkToolAuth(undefined, null, null)).toBeNull()
  expect(checkToolAuth(schemes, { ...ada, scopes: ['a', 'x'] }, settings)?._meta).toMatchObject({
    'lockstep/error': { code: 'auth_required', reason: 'insufficient_scope', scopes: ['a', 'x', 'd'] },
  })
  // a token that does not say what for opens no tool that asks for something
  expect(checkToolAuth(schemes, { ...ada, scopes: [] }, settings)).not.toBeNull()
  expect(checkToolAuth([{ type: 'oauth2' }], null, null)?._meta).toEqual({ 'lockstep/error': expect.objectContaining({ code: 'auth_required' }) })
})

test('no text of an app ends the string it stands in', () => {
  const header = challenge(
    { resourceMetadataUrl: RESOURCE_METADATA },
    { error: 'insufficient_scope', description: 'Say "yes", realm="x"\\\r\nSet-Cookie: a=b é', scopes: ['a', 'b'] },
  )
  expect(header).toBe(
    `Bearer resource_metadata="${RESOURCE_METADATA}", error="insufficient_scope", error_description="Say 'yes', realm='x'   Set-Cookie: a=b  ", scope="a b"`,
  )
})

test.each(['https://login.example.com/a b', 'https://login.example.com ', ' https://login.example.com'])(
  'SEC18 %j is no issuer: no token could match it',
  (issuer) => {
    expect(() => checkAuthOptions({ ...AUTH, issuer }, new Map(), false)).toThrow(expect.objectContaining({ code: 'AUTH_INVALID' }))
  },
)
