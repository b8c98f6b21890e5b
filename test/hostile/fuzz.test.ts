import { expect, onTestFinished, test } from 'vitest'
import { attackMany } from './attack-many.ts'
import { startTarget } from './target-process.ts'

const ATTACKS = 3_000

test('R18 SEC23 3,000 malformed requests: no crash, no 5xx, no hang, no leak', { timeout: 120_000 }, async () => {
  const target = await startTarget()
  onTestFinished(() => target.close())
  const { findings, statuses } = await attackMany(target, 0, ATTACKS)
  expect(findings).toEqual([])
  // of a grammar that hits one kind only nothing would follow
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 404, 405, 406, 415]))
})
