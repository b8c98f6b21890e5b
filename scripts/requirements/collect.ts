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
  ...span('S1.A.', 1, 4),
  ...span('S1.B.', 1, 7),
  ...span('S1.C.', 1, 5),
  ...span('S1.D.', 1, 6),
  ...span('S1.E.', 1, 8),
  ...span('S1.F.', 1, 3),
  ...span('S1.G.', 1, 2),
  ...span('S1.H.', 1, 3),
  ...span('S1.I.', 1, 6),
  'S1.J.1',
  'S2.0',
  ...span('S2.V.', 1, 3),
  ...span('S2.R.', 1, 5),
  ...span('S2.M.', 1, 3),
  ...span('S2.W.', 1, 3),
  ...span('S2.F.', 1, 6),
  ...span('S2.T.', 1, 5),
  ...span('S2.A.', 1, 9),
  ...span('S2.P.', 1, 3),
  ...span('S2.C.', 1, 3),
  ...span('S2.H.', 1, 3),
  ...span('S2.D.', 1, 7),
  ...span('S2.K.', 1, 10),
  ...span('S2.U.', 1, 8),
  ...span('S2.G.', 1, 4),
  ...span('S2.S.', 1, 3),
  'S2.X.1',
  ...span('M', 1, 25),
  ...span('X', 1, 32),
  ...span('R', 1, 25),
  ...span('H', 1, 28),
  ...span('K', 1, 21),
  ...span('SEC', 1, 25),
]
