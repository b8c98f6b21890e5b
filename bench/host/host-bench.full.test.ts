import { expect, test } from 'vitest'
import type { Measure } from '../harness/measure.ts'
import { hostParts } from './host-bench.ts'

test('the bench of the host finds no more than six frames among fifty views, and says how quick widget and keys are', async () => {
  const measures: Measure[] = []
  for (const part of hostParts(true)) measures.push(...(await part.run()))
  const value = (id: string): number => measures.find((measure) => measure.id === id)?.value ?? Number.NaN
  expect(measures.find(({ id }) => id === 'host.frames')?.details['views']).toBe(50)
  expect(value('host.frames')).toBeGreaterThan(1)
  expect(value('host.frames')).toBeLessThanOrEqual(6)
  for (const measure of measures) expect(Number.isFinite(measure.value), measure.id).toBe(true)
})
