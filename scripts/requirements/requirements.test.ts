import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readRequirements, REQUIRED_IDS } from './collect.ts'
import { requirementsPage } from './requirements-page.ts'
import { leadingIds, testNames } from './test-names.ts'

test.each([
  ['S0.9 M18 an empty list empties the cart', ['S0.9', 'M18']],
  ['S1.B.3, X28: view state stays', ['S1.B.3', 'X28']],
  ['S2.0 the papers have three columns', ['S2.0']],
  ['S2.K.10 links', ['S2.K.10']],
  ['M24', ['M24']],
  ['counts M24 only in front', []],
  ['M2x is no id', []],
])('the ids in front of "%s" are %j', (name, ids) => {
  expect(leadingIds(name)).toEqual(ids)
})

test('names are read from the syntax; skipped tests carry nothing', () => {
  const text = `
test('M1 one', () => {})
it.only("M2 two", () => {})
test.each([1])('M3 %s', () => {})
test.skipIf(windows)(\`M4 \${word} four\`, () => {})
test.skip('M5 five', () => {})
test.todo('M6 six')
// test('M7 seven')
describe('M8 group', () => { test('inner', () => {}) })
other.test('M9 nine')
`
  expect(testNames('x.test.ts', text)).toEqual(['M1 one', 'M2 two', 'M3 %s', 'M4 ', 'inner'])
})

test('a requirement is listed with its tests, or with none', () => {
  const rows = [
    { id: 'M1', words: 'adds | up', kind: 'I' },
    { id: 'S0.1', words: 'arrives', kind: 'B' },
  ]
  const page = requirementsPage(rows, new Map([['M1', [{ file: 'apps/cart/a.test.ts', name: 'M1 adds <b>' }]]]))
  expect(page).toContain('| M1 | adds \\| up | I | M1 adds &lt;b> ([a.test.ts](../apps/cart/a.test.ts)) |')
  expect(page).toContain('| S0.1 | arrives | B | not yet |')
  expect(page).toContain('1 of 2 have a test.')
})

test('every requirement has an id of its own, and those that must have a test are among them', () => {
  const ids = readRequirements(fileURLToPath(new URL('../..', import.meta.url))).map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining([...REQUIRED_IDS]))
})
