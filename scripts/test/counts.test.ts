import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { addCounts, countSteps, countTests, formatCounts } from './counts.ts'
import { parseReport } from './vitest-report.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const report = (more: object = {}) =>
  JSON.stringify({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [], ...more })

describe('figures of a test run', () => {
  test('are those of its report', () => {
    expect(countTests(parseReport(report({ numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 })), 1)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 2,
    })
  })

  test.each([
    ['no report', null, 1],
    ['a report cut off in the middle', '{"numPassedTests": 3', 1],
    ['a report of another shape', '[]', 0],
    ['no test at all', report({ numPassedTests: 0 }), 0],
    ['an error outside any test', report(), 1],
    ['a run ended by a signal', report(), null],
  ])('count %s as a failure', (_name, text, exitCode) => {
    expect(countTests(parseReport(text), exitCode).failed).toBe(1)
  })

  test('count a file that does not load as one failure, a file with failed tests by its tests', () => {
    const broken = { status: 'failed', assertionResults: [] }
    const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] }
    expect(countTests(parseReport(report({ numFailedTests: 1, testResults: [broken, failing] })), 1)).toEqual({ passed: 3, failed: 2, skipped: 0 })
  })

  test('are added up and said in one line', () => {
    const steps = countSteps([
      { name: 'lint', ok: true, outcome: 'passed', details: '', seconds: 1 },
      { name: 'types', ok: false, outcome: 'failed', details: '', seconds: 1 },
      { name: 'packages', ok: false, outcome: 'skipped', details: '', seconds: 0 },
    ])
    expect(formatCounts(addCounts([steps, { passed: 4, failed: 0, skipped: 0 }]))).toBe('5 passed, 1 failed, 1 skipped')
    expect(formatCounts({ passed: 5, failed: 0, skipped: 0 })).toBe('5 passed, 0 failed')
  })
})

describe.skipIf(process.platform === 'win32')('.ci/run', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lockstep-ci-'))
    mkdirSync(path.join(folder, '.ci'))
    copyFileSync(fileURLToPath(new URL('../../.ci/run', import.meta.url)), path.join(folder, '.ci/run'))
    chmodSync(path.join(folder, '.ci/run'), 0o755)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const run = (test: string, full: string) => {
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ scripts: { test, 'test:full': full } }))
    const { status, stdout } = spawnSync(path.join(folder, '.ci/run'), {
      encoding: 'utf8',
      env: { ...process.env, npm_config_update_notifier: 'false' },
    })
    return { status, lastLine: stdout.trimEnd().split('\n').at(-1) }
  }

  test('sums both halves into its last line', () => {
    expect(run("echo '10 passed, 0 failed'", "echo '5 passed, 0 failed, 2 skipped'")).toEqual({
      status: 0,
      lastLine: '15 passed, 0 failed, 2 skipped',
    })
  })

  test('runs the second half after a failure of the first, and fails', () => {
    expect(run("echo '10 passed, 1 failed'; exit 1", "echo '5 passed, 0 failed'")).toEqual({ status: 1, lastLine: '15 passed, 1 failed' })
  })

  test('counts a half that ends without figures, or with a bad exit code, as a failure', () => {
    expect(run("echo 'Segmentation fault'; exit 139", "echo '5 passed, 0 failed'")).toEqual({ status: 1, lastLine: '5 passed, 1 failed' })
    expect(run("echo '9 passed, 0 failed'; exit 3", "echo '5 passed, 0 failed'")).toEqual({ status: 1, lastLine: '14 passed, 1 failed' })
  })
})
