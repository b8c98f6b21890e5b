import { expect, onTestFinished, test } from 'vitest'
import { callWithNonces } from './call-with-nonces.ts'
import { startTarget } from './target-process.ts'

test('SEC17 200 clients at once with the same message ids: each hears its own words only', { timeout: 120_000 }, async () => {
  const target = await startTarget()
  onTestFinished(() => target.close())
  expect(await callWithNonces(target, 200, 10)).toEqual({ calls: 2_000, foreign: [] })
})
