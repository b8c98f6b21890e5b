import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultLines, mapBuildFault, mapFault, type FaultMapping } from './view-fault.ts'

const origin = 'http://127.0.0.1:4703'
let root = ''
let mapping: FaultMapping

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lockstep-fault-'))
  writeFileSync(join(root, 'a.tsx'), ['one', 'two', 'three', 'four', 'five', 'six'].join('\n'))
  mapping = {
    root,
    origin,
    // line 2 of what is served is line 4 of the source
    moduleAt: async (url) => {
      if (url.startsWith('/a.tsx'))
        return {
          file: join(root, 'a.tsx'),
          map: { version: 3, sources: ['a.tsx'], mappings: ';AAGA', names: [], file: '', sourceRoot: '', sourcesContent: [] },
        }
      return url.startsWith('/@fs/lib') ? { file: '/lib/node_modules/lib/index.js', map: null } : null
    },
    isServed: (file) => file === join(root, 'a.tsx'),
  }
})
afterAll(() => rmSync(root, { recursive: true }))

test('the first frame that is the app’s own is the place; the stack is mapped', async () => {
  const stack = `TypeError: no\n    at lib (${origin}/@fs/lib.js:9:1)\n    at f (${origin}/a.tsx?t=17:2:1)\n    at g (https://elsewhere.example/b.js:1:1)`
  const fault = await mapFault({ message: 'TypeError: no', stack }, mapping)
  expect(fault).toMatchObject({ message: 'TypeError: no', file: 'a.tsx', line: 4, column: 1 })
  expect(fault?.source).toBe('  2 | two\n  3 | three\n> 4 | four\n  5 | five\n  6 | six')
  expect(fault?.stack).toContain('at f (a.tsx:4:1)')
  expect(fault?.stack).toContain('https://elsewhere.example/b.js:1:1')
  expect(fault === null ? [] : faultLines(fault).slice(0, 2)).toEqual(['a.tsx:4:1 TypeError: no', '  2 | two'])
})

test('without a place there are no lines', async () => {
  expect(await mapFault({ message: 'stopped', stack: '' }, mapping)).toEqual({
    message: 'stopped',
    file: null,
    line: null,
    column: null,
    source: '',
    stack: '',
  })
})

test('a bundler’s place is read from its fields or from its text', async () => {
  const file = join(root, 'a.tsx')
  expect(await mapBuildFault({ message: 'bad', file: `${file}?v=1`, line: 2, column: 4 }, mapping)).toMatchObject({
    file: 'a.tsx',
    line: 2,
    column: 5,
  })
  const text = `Transform failed with 1 error:\n\n[PARSE_ERROR] Unexpected token\n   ╭─[ ${file}:3:7 ]\n   │\n 3 │ three`
  expect(await mapBuildFault({ message: text }, mapping)).toMatchObject({
    message: '[PARSE_ERROR] Unexpected token',
    file: 'a.tsx',
    line: 3,
    column: 7,
  })
})

test('SEC6 a file that is not among the modules served is not read, whoever names it', async () => {
  writeFileSync(join(root, 'key.txt'), 'secret')
  const fault = await mapBuildFault({ message: 'x', file: join(root, 'key.txt'), line: 1, column: 0 }, mapping)
  expect(fault).toMatchObject({ file: null, source: '' })
})

test('SEC6 nor one that only the map of a library names', async () => {
  writeFileSync(join(root, 'key.txt'), 'secret')
  const map = { version: 3, sources: ['../../key.txt'], mappings: 'AAAA', names: [], file: '', sourceRoot: '', sourcesContent: [] }
  const moduleAt = async () => ({ file: join(root, 'node_modules', 'lib', 'index.js'), map })
  const fault = await mapFault({ message: 'x', stack: `Error: x\n    at f (${origin}/lib.js:1:1)` }, { ...mapping, moduleAt })
  expect([fault?.file, fault?.source]).toEqual(['key.txt', ''])
})

test('SEC6 what a view says commands no terminal', async () => {
  const esc = '\u001B'
  const fault = await mapFault({ message: `${esc}]0;title\u0007${esc}[2Jno\r\u0008`, stack: `x\n${esc}[31m at f\tg` }, mapping)
  expect(fault === null ? [] : faultLines(fault)).toEqual(['no', ' at f\tg'])
})

test.each([null, 'text', {}, { message: 1, stack: '' }, { message: 'x' }])('what is no error is left: %j', async (raw) => {
  expect(await mapFault(raw, mapping)).toBeNull()
})

test('long texts are cut', async () => {
  const fault = await mapFault({ message: 'x'.repeat(10_000), stack: `${'y'.repeat(100)}\n`.repeat(1_000) }, mapping)
  expect(fault?.message).toHaveLength(4_000)
  expect(fault?.stack.length).toBeLessThanOrEqual(4_000)
})
