import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { PLANTED } from './planted.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test.each(PLANTED.map((planted) => [planted.name, planted] as const))(
  'R25 "%s" has its place in the code, so that it can be planted',
  (_name, { edits }) => {
    for (const { file, find, put } of edits) {
      expect([file, readFileSync(path.join(root, file), 'utf8').split(find).length - 1]).toEqual([file, 1])
      expect(put).not.toBe(find)
    }
  },
)

test('R25 the faults that the issue names are all among them, each under its own name', () => {
  const names = PLANTED.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(24)
})
