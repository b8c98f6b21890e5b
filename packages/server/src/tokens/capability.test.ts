import { describe, expect, test } from 'vitest'
import { CAPABILITY_TTL_MS, createCapabilities } from './capability.ts'

const grant = { scope: 'cart:write', resource: 'c_1' }

function capabilitiesAt(start = 1_795_000_000_000, secret = 'one secret') {
  let time = start
  return { ...createCapabilities({ secret, now: () => time }), pass: (ms: number) => void (time += ms) }
}

describe('a capability', () => {
  test('X31 SEC1 lets its holder do the one thing to the one resource, for 15 minutes', () => {
    const { mint, check, pass } = capabilitiesAt()
    const token = mint(grant)
    expect(CAPABILITY_TTL_MS).toBe(900_000)
    expect(check(token, grant)).toBe('valid')
    pass(CAPABILITY_TTL_MS - 1)
    expect(check(token, grant)).toBe('valid')
    pass(1)
    expect(check(token, grant)).toBe('expired')
  })

  test('X31 SEC1 is worth nothing for another resource, another scope or under another key', () => {
    const { mint, check } = capabilitiesAt()
    const token = mint(grant)
    expect(check(token, { ...grant, resource: 'c_2' })).toBe('invalid')
    expect(check(token, { ...grant, scope: 'cart:read' })).toBe('invalid')
    // what is signed is not the parts run together
    expect(check(token, { scope: 'cart:writec', resource: '_1' })).toBe('invalid')
    expect(capabilitiesAt(undefined, 'another secret').check(token, grant)).toBe('invalid')
  })

  test('X31 is checked by any process that has the key', () => {
    expect(capabilitiesAt().check(capabilitiesAt().mint(grant), grant)).toBe('valid')
  })

  test('X31 SEC1 every altered character makes it invalid, and so does a later expiry', () => {
    const { mint, check } = capabilitiesAt()
    const token = mint(grant)
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A'
      expect([index, check(token.slice(0, index) + other + token.slice(index + 1), grant)]).toEqual([index, 'invalid'])
    }
    const [version = '', expires = '', signature = ''] = token.split('.')
    expect(check([version, (Number.parseInt(expires, 36) + 1).toString(36), signature].join('.'), grant)).toBe('invalid')
    expect(check([version, expires.toUpperCase(), signature].join('.'), grant)).toBe('invalid')
  })

  test.each(['', '.', '..', 'v1..', 'v1.zzzzzzzz.', 'null', `v1.${'z'.repeat(100_000)}.x`, `v1.a.${'A'.repeat(43)}`])(
    'X31 SEC1 %# what is no token of ours is invalid',
    (token) => {
      expect(capabilitiesAt().check(token, grant)).toBe('invalid')
    },
  )

  test('X31 decorated copies are invalid: padding, blanks, a fourth part', () => {
    const { mint, check } = capabilitiesAt()
    const token = mint(grant)
    for (const copy of [`${token}=`, ` ${token}`, `${token} `, `${token}.`, `${token}.x`, token.replace('v1', 'v2')]) {
      expect(check(copy, grant)).toBe('invalid')
    }
  })

  test('X31 names neither what it is for nor the key', () => {
    const { mint } = capabilitiesAt()
    const token = mint({ scope: 'cart:write', resource: 'c_a-very-long-and-secret-id' })
    expect(token).toMatch(/^v1\.[0-9a-z]{8,9}\.[\w-]{43}$/)
    expect(token).not.toContain('c_a')
  })
})
