import { describe, expect, it } from 'vitest'
import { challengeOfResponse, challengeOfResult, schemeWarnings } from './auth-challenge.ts'

const answered = (value: unknown, isError = true) => challengeOfResult({ content: [], isError, _meta: { 'mcp/www_authenticate': value } })
const PRM = 'http://localhost:8000/.well-known/oauth-protected-resource'

describe('H23 a tool result that asks for a sign-in', () => {
  it('names where, for what and why', () => {
    expect(
      answered([
        `Bearer resource_metadata="${PRM}", scope="notes:read notes:write", error="insufficient_scope", error_description="Sign in, please"`,
      ]),
    ).toEqual({
      resourceMetadataUrl: new URL(PRM),
      scopes: ['notes:read', 'notes:write'],
      reason: 'Sign in, please',
      warnings: [],
    })
  })

  it('is one even when it is half of one, which ChatGPT would pass over', () => {
    expect(answered(['Bearer'])).toMatchObject({ resourceMetadataUrl: null, scopes: [], warnings: [expect.stringContaining('error_description')] })
    expect(answered('Bearer error="invalid_token"')).toMatchObject({ warnings: ['The challenge has no error_description.'] })
    expect(answered(['Bearer\n'.repeat(3)])).toMatchObject({ reason: null })
  })

  it.each([[undefined], [[]], [[4]], [{}], [null]])('is none: %j', (value) => {
    expect(answered(value)).toBeNull()
  })

  it('is none when the tool succeeded', () => {
    expect(answered(['Bearer error="x"'], false)).toBeNull()
  })

  it('leads to web addresses only', () => {
    expect(
      challengeOfResponse(new Response(null, { headers: { 'www-authenticate': 'Bearer resource_metadata="file:///etc/passwd"' } })),
    ).toMatchObject({
      resourceMetadataUrl: null,
    })
  })
})

it.each<[Record<string, unknown>, number]>([
  [{ securitySchemes: [{ type: 'noauth' }, { type: 'oauth2', scopes: [] }] }, 0],
  [{ _meta: { securitySchemes: [{ type: 'oauth2' }] } }, 0],
  [{ securitySchemes: [{ type: 'noauth' }] }, 1],
  [{ securitySchemes: 'oauth2' }, 1],
  [{}, 1],
])('H23 ChatGPT offers a sign-in for a tool that declares one: %j', (tool, count) => {
  expect(schemeWarnings(tool)).toHaveLength(count)
})
