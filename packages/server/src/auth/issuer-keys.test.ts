import { expect, test } from 'vitest'
import { discoverJwksUri } from './discover-keys.ts'
import { createIssuerKeys, KEYS_COOLDOWN_MS, KEYS_FRESH_MS, KEYS_MAX_AGE_MS } from './issuer-keys.ts'

const ISSUER = 'https://login.example.com'
const JWKS = `${ISSUER}/jwks`

/** An issuer whose answers a test decides; counts what it is asked. */
function createIssuer() {
  const asked: string[] = []
  const state = { kids: ['one'], isDown: false, now: 1_000_000 }
  const fetchJson = async (url: string): Promise<unknown> => {
    asked.push(url)
    if (state.isDown) throw new Error('connect ECONNREFUSED')
    if (url === JWKS) return { keys: state.kids.map((kid) => ({ kty: 'EC', kid })) }
    return { issuer: ISSUER, jwks_uri: JWKS }
  }
  const keys = createIssuerKeys({ issuer: ISSUER, jwksUri: JWKS, fetchJson, now: () => state.now })
  const kids = async (kid?: string) => (await keys.find(kid)).keys.map((key) => key.kid)
  return { asked, state, kids, fetchJson }
}

test('keys are asked for once, however many tokens come at once, and again when they are old', async () => {
  const { asked, state, kids } = createIssuer()
  await Promise.all([kids('one'), kids('one'), kids('one')])
  state.now += KEYS_FRESH_MS - 1
  await kids('one')
  expect(asked).toEqual([JWKS])
  state.now += 1
  await kids('one')
  expect(asked).toEqual([JWKS, JWKS])
})

test('a key that the issuer has just begun to use is found, but nobody can make us ask all the time', async () => {
  const { asked, state, kids } = createIssuer()
  await kids('one')
  state.kids = ['two']
  state.now += KEYS_COOLDOWN_MS
  expect(await kids('two')).toEqual(['two'])
  for (let count = 0; count < 100; count++) await kids(`invented ${count}`)
  expect(asked).toHaveLength(2)
  state.now += KEYS_COOLDOWN_MS
  await kids('invented')
  expect(asked).toHaveLength(3)
})

test('while the issuer is silent known keys count for an hour, unknown ones not at all', async () => {
  const { asked, state, kids } = createIssuer()
  await kids('one')
  state.isDown = true
  state.now += KEYS_FRESH_MS
  expect(await kids('one')).toEqual(['one'])
  await expect(kids('two')).rejects.toMatchObject({ code: 'AUTH_ISSUER_UNREACHABLE' })
  state.now += KEYS_MAX_AGE_MS - KEYS_FRESH_MS
  await expect(kids('one')).rejects.toMatchObject({ code: 'AUTH_ISSUER_UNREACHABLE' })
  const before = asked.length
  await expect(kids('one')).rejects.toMatchObject({ code: 'AUTH_ISSUER_UNREACHABLE' })
  expect(asked).toHaveLength(before)
  state.isDown = false
  state.now += KEYS_COOLDOWN_MS
  expect(await kids('one')).toEqual(['one'])
})

test.each([
  ['no keys', { keys: 'none' }],
  ['a key without a kind', { keys: [{ kid: 'one' }] }],
  ['a list', []],
  ['nothing', null],
])('an answer that is no key set (%s) is no answer', async (_name, answer) => {
  const keys = createIssuerKeys({ issuer: ISSUER, jwksUri: JWKS, fetchJson: async () => answer, now: () => 0 })
  await expect(keys.find('one')).rejects.toMatchObject({ code: 'AUTH_ISSUER_UNREACHABLE' })
})

test('metadata is looked for at the addresses of both standards, in the order of MCP', async () => {
  const asked: string[] = []
  const nothing = async (url: string) => {
    asked.push(url)
    return null
  }
  await expect(discoverJwksUri('https://login.example.com/tenant/', nothing)).rejects.toMatchObject({ code: 'AUTH_ISSUER_UNREACHABLE' })
  expect(asked).toEqual([
    'https://login.example.com/.well-known/oauth-authorization-server/tenant',
    'https://login.example.com/.well-known/openid-configuration/tenant',
    'https://login.example.com/tenant/.well-known/openid-configuration',
  ])
})

test.each([
  ['of another issuer', { issuer: 'https://login.example.com/', jwks_uri: JWKS }],
  ['without keys', { issuer: ISSUER }],
  ['with keys in the clear', { issuer: ISSUER, jwks_uri: 'http://login.example.com/jwks' }],
  ['with keys on loopback', { issuer: ISSUER, jwks_uri: 'http://127.0.0.1:9/jwks' }],
  ['with a name in the address', { issuer: ISSUER, jwks_uri: 'https://user@login.example.com/jwks' }],
])('metadata %s is not believed', async (_name, metadata) => {
  await expect(discoverJwksUri(ISSUER, async () => metadata)).rejects.toMatchObject({ code: 'AUTH_ISSUER_UNREACHABLE' })
})

test('R16 a clock that is set back keeps neither old keys nor an old failure', async () => {
  const { asked, state, kids } = createIssuer()
  await kids('one')
  state.now -= 2 * KEYS_MAX_AGE_MS
  state.kids = ['two']
  expect(await kids('two')).toEqual(['two'])
  state.isDown = true
  state.now += KEYS_FRESH_MS
  await expect(kids('three')).rejects.toThrow()
  state.isDown = false
  state.kids = ['three']
  state.now -= KEYS_COOLDOWN_MS
  expect(await kids('three')).toEqual(['three'])
  expect(asked).toHaveLength(4)
})
