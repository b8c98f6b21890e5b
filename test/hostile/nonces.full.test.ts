import { expect, onTestFinished, test } from 'vitest'
import { callWithNonces } from './call-with-nonces.ts'
import { startTarget } from './target-process.ts'

test('SEC17 100,000 calls of 200 clients: none hears a word of another', { timeout: 1_800_000 }, async () => {
  const target = await startTarget()
  onTestFinished(() => target.close())
  expect(await callWithNonces(target, 200, 500)).toEqual({ calls: 100_000, foreign: [] })
})
