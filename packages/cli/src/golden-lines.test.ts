import type { GoldenReport, GoldenResult } from '@lockstep/host'
import { expect, test } from 'vitest'
import { goldenLines } from './golden-lines.ts'

const result: GoldenResult = {
  app: 'Cart',
  promptId: 'add',
  kind: 'direct',
  sentence: 'Add 3 eggs',
  expected: 'add',
  picked: { app: 'Cart', tool: 'add', arguments: { name: 'eggs' }, isSure: true },
  isPassed: true,
  reason: 'Called add.',
  tookMs: 1,
}
const report: GoldenReport = {
  model: { id: 'scripted', kind: 'script', label: 'Scripted model', detail: 'Offline.' },
  results: [result, { ...result, kind: 'negative', sentence: 'Boil eggs?', isPassed: false, reason: 'Expected no call, it called add.' }],
  passed: 1,
  failed: 1,
  notes: ['List has no negative prompt.'],
  problem: null,
}

test('a report says who judged, each sentence with what it led to, what the prompts lack, and the sum', () => {
  expect(goldenLines(report)).toEqual([
    'Golden prompts, judged by: Scripted model. Offline.',
    '',
    'Cart',
    '  pass  direct    Add 3 eggs',
    '        add {"name":"eggs"}',
    '  FAIL  negative  Boil eggs?',
    '        Expected no call, it called add.',
    '',
    'List has no negative prompt.',
    '1 of 2 passed.',
  ])
})

test('a run that ended early says why, and long arguments are cut', () => {
  const long = { ...result, picked: { app: 'Cart', tool: 'add', arguments: { name: 'x'.repeat(200) }, isSure: true } }
  const lines = goldenLines({ ...report, results: [long], notes: [], problem: 'Stopped.' })
  expect(lines.at(-2)).toBe('Stopped.')
  expect(lines.find((line) => line.includes('add {'))?.length).toBeLessThan(110)
})
