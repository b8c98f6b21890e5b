import { readFileSync } from 'node:fs'
import path from 'node:path'
import { sourceFiles } from '../check/source-files.ts'
import type { CarryingTest, Requirement } from './requirements-page.ts'
import { leadingIds, testNames } from './test-names.ts'

/** The tests of the tree by the ids their names start with. */
export function collectTests(root: string): Map<string, CarryingTest[]> {
  const byId = new Map<string, CarryingTest[]>()
  for (const file of sourceFiles(root, ['packages', 'apps', 'test', 'scripts'], ['.test.ts', '.test.tsx'])) {
    for (const name of testNames(file, readFileSync(path.join(root, file), 'utf8'))) {
      for (const id of leadingIds(name)) byId.set(id, [...(byId.get(id) ?? []), { file, name }])
    }
  }
  return byId
}

export function readRequirements(root: string): Requirement[] {
  return JSON.parse(readFileSync(path.join(root, 'docs/requirements.data.json'), 'utf8'))
}

const span = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_unused, index) => `${prefix}${from + index}`)

/** The requirements that must have a test now. */
export const REQUIRED_IDS: readonly string[] = [
  ...span('S0.', 1, 31),
  'S2.0',
  ...span('M', 1, 25),
  ...span('X', 18, 20),
  ...span('X', 31, 32),
  ...span('R', 1, 16),
  ...span('R', 19, 25),
  'SEC1',
]
