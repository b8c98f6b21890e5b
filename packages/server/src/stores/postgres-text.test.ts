import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromText, fromTextOrNull, toText, toTextOrNull } from './postgres-text.ts'

test('ordinary ids stay as they are', () => {
  for (const id of ['c_4fX-9a', 'call:abc', 'Käse 🧀', '', '日本']) expect(toText(id)).toBe(id)
  expect([toTextOrNull(null), fromTextOrNull(null)]).toEqual([null, null])
})

test('R17 any string comes back, as text without NUL or halves of surrogate pairs, and no two become one', () => {
  const anyString = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) })
  fc.assert(
    fc.property(fc.oneof(anyString, fc.string({ unit: fc.constantFrom('\0', '\\', '"', 'u', '0', '\ud83e', '\uddc0') })), (value) => {
      const text = toText(value)
      expect(fromText(text)).toBe(value)
      expect(text).not.toContain('\0')
      expect(text.isWellFormed()).toBe(true)
    }),
  )
})
