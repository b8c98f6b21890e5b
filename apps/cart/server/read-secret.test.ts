import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSecret } from './read-secret.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cart-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('is made once, for this user only, and nothing is left beside it', () => {
  const file = join(folder, 'cart.key')
  const secret = readSecret(undefined, file)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(readSecret(undefined, file)).toBe(secret)
  expect(readSecret('', file)).toBe(secret)
  expect(readdirSync(folder)).toEqual(['cart.key'])
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('X32 is the one given to all processes, when one is; never a short one', () => {
  const given = 'a secret that several machines have'
  expect(readSecret(given, join(folder, 'cart.key'))).toBe(given)
  expect(readdirSync(folder)).toEqual([])
  expect(() => readSecret('short', join(folder, 'cart.key'))).toThrow('at least 32 characters, it has 5')
})

test('X32 is not read from a file that was cut short: signed with an empty key, anybody could make a token', () => {
  const file = join(folder, 'cart.key')
  writeFileSync(file, '')
  expect(() => readSecret(undefined, file)).toThrow('at least 32 characters, it has 0')
})
