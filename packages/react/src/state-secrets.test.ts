import { expect, test } from 'vitest'
import { costliest, estimateTokens } from './state-budget.ts'
import { withoutSecrets } from './state-secrets.ts'

const JWT = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2lnbmF0dXJl'].join('.')

test.each([
  ['draft', `see ${JWT}`, 'a JSON web token'],
  ['header', `Bearer ${'a1'.repeat(12)}`, 'a bearer token'],
  ['image', 'https://cdn.example/a.png?x=1&X-Amz-Signature=00ff', 'a signed URL'],
  ['key', ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' '), 'a private key'],
  ['text', `sk-${'a1b2c3d4'.repeat(3)}`, 'an API key'],
  ['password', 'hunter2', 'a secret, by its name'],
  ['apiKey', 'x', 'a secret, by its name'],
  ['accessToken', 'x', 'a secret, by its name'],
])('S1.C.5 S2.S.1 a secret under "%s" is taken out and told by its path, never by its value', (key, value, looks) => {
  const { value: rest, findings } = withoutSecrets({ form: { [key]: value, kept: 1 }, list: [value] }, 'private')
  expect(rest).toMatchObject({ form: { kept: 1 } })
  expect(Object.keys((rest as { form: object }).form)).toEqual(['kept'])
  expect(findings[0]).toEqual({ path: `private.form.${key}`, kind: 'secret', looks })
  expect(JSON.stringify(findings)).not.toContain(value)
})

test('S1.C.5 an e-mail address is told and stays: it may be what a person is typing', () => {
  const state = { draft: { to: 'ada@example.com' } }
  const { value, findings } = withoutSecrets(state, 'private')
  expect(value).toBe(state)
  expect(findings).toEqual([{ path: 'private.draft.to', kind: 'personal', looks: 'an e-mail address' }])
})

test('what is no secret is the very same value: numbers by such names, empty fields, tokens in prose', () => {
  const state = {
    tokenCount: 'many',
    token: 7,
    password: '',
    designTokens: { tokens: ['a'] },
    text: 'the bearer of news',
    at: 'ada at example.com',
    n: null,
  }
  expect(withoutSecrets(state, 'model')).toEqual({ value: state, findings: [] })
  expect(withoutSecrets(state, 'model').value).toBe(state)
  expect(withoutSecrets(undefined, 'model').value).toBeUndefined()
})

test('a secret in a list leaves its place, so that the others keep theirs, and a cycle ends', () => {
  expect(withoutSecrets({ list: ['a', JWT, 'c'] }, 'p').value).toEqual({ list: ['a', null, 'c'] })
  const circle: Record<string, unknown> = {}
  for (const key of 'abcdefghijklmnop') circle[key] = { circle }
  expect(withoutSecrets(circle, 'p').value).toBe(circle)
  const shared = { note: JWT }
  expect(withoutSecrets({ one: shared, two: shared }, 'p').value).toEqual({ one: {}, two: {} })
})

test('S1.C.4 the estimate errs on the dear side, counts bytes, and names what costs most', () => {
  const half = { a: 'x'.repeat(2_600), b: 'é'.repeat(100), c: 1 }
  expect(estimateTokens(half)).toBeGreaterThanOrEqual(1_000)
  expect(estimateTokens('é'.repeat(1_300))).toBeGreaterThanOrEqual(1_000)
  expect(costliest(half, 2)).toMatch(/^a ~\d+, b ~\d+$/)
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  expect([estimateTokens(circle), estimateTokens(undefined)]).toEqual([0, 0])
})
