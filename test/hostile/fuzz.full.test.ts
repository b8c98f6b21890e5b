import { expect, onTestFinished, test } from 'vitest'
import { attackMany } from './attack-many.ts'
import { startTarget } from './target-process.ts'

const ATTACKS = 100_000
/** Past those of the quick run. */
const FIRST_SEED = 1_000_000

test('R18 SEC23 100,000 malformed requests: no crash, no 5xx, no hang, no leak', { timeout: 1_800_000 }, async () => {
  const target = await startTarget()
  onTestFinished(() => target.close())
  const { findings } = await attackMany(target, FIRST_SEED, FIRST_SEED + ATTACKS)
  expect(findings).toEqual([])
})
