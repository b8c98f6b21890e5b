import { expect, test } from 'vitest'
import type { Measure } from '../harness/measure.ts'
import { bytesParts } from './bytes-bench.ts'
import { syncMarks } from './sync-marks.ts'

test('R24 the bench of bytes weighs the runtime and whole views beside the official package, out of one builder', async () => {
  const measures: Measure[] = []
  for (const part of bytesParts()) measures.push(...(await part.run()))
  const value = (id: string): number => measures.find((measure) => measure.id === id)?.value ?? Number.NaN
  expect(value('runtime.bridge')).toBeGreaterThan(1_000)
  expect(value('runtime.bridge')).toBeLessThanOrEqual(5_800)
  expect(value('runtime.sync-unused')).toBe(0)
  expect(measures.find(({ id }) => id === 'runtime.sync-unused')?.note).toMatch(/^looked for \d{2,}$/)
  expect(value('runtime.official-ratio')).toBeGreaterThanOrEqual(10)
  expect(value('views.hello-react')).toBeLessThan(value('views.official-hello-react'))
  expect(value('views.cart-preact')).toBeLessThan(value('views.cart-react'))
  for (const measure of measures) expect(Number.isFinite(measure.value), measure.id).toBe(true)
})

test('a string of the sync sources is a mark only where it tells the two apart', () => {
  const source = new URL('../../packages/sync/src', import.meta.url).pathname
  expect(syncMarks(source, 'x="DOCUMENT_TOO_NEW"', '')).toEqual(['DOCUMENT_TOO_NEW'])
  expect(syncMarks(source, 'x="DOCUMENT_TOO_NEW"', 'y="DOCUMENT_TOO_NEW"')).toEqual([])
})
