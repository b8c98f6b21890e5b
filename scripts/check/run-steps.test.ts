import { expect, test } from 'vitest'
import { formatReport, runSteps, type Step } from './run-steps.ts'

const passing = (name: string, more: Partial<Step> = {}): Step => ({ name, run: async () => ({ ok: true, details: 'much output' }), ...more })
const environment = { parallel: 2, nowMs: () => 0 }

test('a step that fails or throws is told with its details, one that passes in one line', async () => {
  const reports = await runSteps(
    [
      passing('types'),
      { name: 'lint', run: async () => ({ ok: false, details: 'a.ts:1: no' }) },
      { name: 'format', run: async () => Promise.reject(new Error('no such tool')) },
    ],
    environment,
  )
  expect(reports.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'failed'])
  const [types = '', lint = '', format = ''] = reports.map(formatReport)
  expect(types).toMatch(/^ok {3}types +0\.0 s$/)
  expect(lint).toMatch(/^FAIL lint +0\.0 s\n {5}a\.ts:1: no$/)
  expect(format).toContain('no such tool')
})

test('a step whose need failed is skipped, wherever it stands in the list', async () => {
  const reports = await runSteps(
    [
      passing('packages', { after: ['types'] }),
      { name: 'types', run: async () => ({ ok: false, details: '' }) },
      passing('lint', { after: ['none'] }),
    ],
    environment,
  )
  expect(reports.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['packages skipped', 'types failed', 'lint passed'])
  expect(reports.map(formatReport)[0]).toContain('not run, because types failed')
})

test('no more steps run at once than allowed, and all of them run', async () => {
  let running = 0
  let most = 0
  const step = (name: string): Step => ({
    name,
    run: async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return { ok: true, details: '' }
    },
  })
  const reports = await runSteps(['a', 'b', 'c', 'd', 'e'].map(step), environment)
  expect(most).toBe(2)
  expect(reports.every(({ ok }) => ok)).toBe(true)
})
