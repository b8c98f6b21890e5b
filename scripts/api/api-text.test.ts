import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiText } from './api-text.ts'
import { staleFiles } from './api-files.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'lockstep-api-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function api(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  return apiText(path.join(folder, 'index.d.ts'))
}

test('every exported name is there with its declaration, sorted, without comments', () => {
  const text = api({
    'index.d.ts': "export { b, type A } from './parts.ts';\nexport declare const z: 1;\n",
    'parts.d.ts':
      '/** Says b. */\nexport declare function b(x: string): A; // why\nexport interface A {\n    /** In ms. */\n    waitMs: number;\n}\n',
  })
  expect(text).toBe('export interface A {\n    waitMs: number;\n}\nexport function b(x: string): A;\nexport const z: 1;')
})

test('overloads stay together, another name is told, re-exports of modules and packages are followed or named', () => {
  const text = api({
    'index.d.ts':
      "export * from './parts.ts';\nexport * from 'outside';\nexport { inner as outer } from './parts.ts';\nexport { X } from '@lockstep/view';\n",
    'parts.d.ts': 'export declare function f(a: 1): 1;\nexport declare function f(a: 2): 2;\ndeclare const inner: 3;\nexport { inner };\n',
  })
  expect(text.split('\n')).toEqual([
    "export * from 'outside'",
    "export { X } from '@lockstep/view'",
    'export function f(a: 1): 1;',
    'export function f(a: 2): 2;',
    'export const inner: 3;',
    '// outer is',
    'const inner: 3;',
  ])
})

test('a module that is exported under one name is told with all its members', () => {
  const text = api({
    'index.d.ts': "export * as NAMES from './names.ts';\n",
    'names.d.ts': "export declare const second = 'b';\nexport declare const first = 'a';\n",
  })
  expect(text).toBe("export namespace NAMES {\n  export const first = 'a';\n  export const second = 'b';\n}")
})

test('a type that an exported one mentions is part of it, exported or not', () => {
  const files = {
    'index.d.ts': "import type { Options } from './options.ts';\nexport declare function open(options: Options): void;\n",
    'options.d.ts': "import type { Deep } from './deep.ts';\nexport interface Options {\n    deep: Deep;\n}\n",
    'deep.d.ts': 'export type Deep = 1;\nexport type Unused = 2;\n',
  }
  const before = api(files)
  expect(before).toContain('// mentioned above, not exported\ninterface Options {\n    deep: Deep;\n}\ntype Deep = 1;')
  expect(before).not.toContain('Unused')
  expect(api({ ...files, 'deep.d.ts': 'export type Deep = 2;\n' })).not.toBe(before)
})

test('an export that leads nowhere is an error, and so is a file that is not there', () => {
  expect(() => api({ 'index.d.ts': "export { gone } from './parts.ts';\n", 'parts.d.ts': 'export declare const here: 1;\n' })).toThrow('gone')
  expect(() => api({ 'index.d.ts': "export { gone } from './nowhere.ts';\n" })).toThrow('nowhere')
})

test('a snapshot that differs, lacks or is left over is told with its line', () => {
  mkdirSync(path.join(folder, 'docs/api'), { recursive: true })
  writeFileSync(path.join(folder, 'docs/api/a.txt'), 'one\ntwo\n')
  const wanted = new Map([
    ['docs/api/a.txt', 'one\n2\n'],
    ['docs/api/b.txt', 'new\n'],
  ])
  expect(staleFiles(folder, wanted, ['docs/api/a.txt', 'docs/api/c.txt'])).toEqual([
    'docs/api/a.txt:2: the API is not what the snapshot says',
    'docs/api/b.txt:1: the API is not what the snapshot says',
    'docs/api/c.txt:1: no package has this API any more',
  ])
  expect(staleFiles(folder, new Map([['docs/api/a.txt', 'one\ntwo\n']]), ['docs/api/a.txt'])).toEqual([])
})
