import { expect, test } from 'vitest'
import { countTests } from './counts.ts'
import { afterSecondLook, filesToRepeat, passedAlone } from './second-look.ts'
import type { VitestReport } from './vitest-report.ts'

/** A report of files, written as `{ file: 'pf' }`: a letter a test, passed or failed or skipped; `!` for a file that broke. */
function report(files: Record<string, string>): VitestReport {
  const statuses: Record<string, string> = { p: 'passed', f: 'failed', s: 'pending' }
  const list = Object.entries(files).map(([name, letters]) => ({
    name,
    hasFailed: /[f!]/.test(letters),
    tests: letters
      .replace('!', '')
      .split('')
      .map((letter, index) => ({ name: `${name} test ${index}`, status: statuses[letter] ?? '' })),
  }))
  const count = (status: string) => list.flatMap(({ tests }) => tests).filter((one) => one.status === status).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('pending'), files: list }
}

test('only files with failures are run again', () => {
  expect(filesToRepeat(report({ '/r/a.browser.test.ts': 'pp', '/r/b.browser.test.ts': 'pf', '/r/test/host/c.full.test.ts': '!' }), '/r')).toEqual([
    '/r/b.browser.test.ts',
    '/r/test/host/c.full.test.ts',
  ])
  expect(filesToRepeat(report({ '/r/a.browser.test.ts': 'pp' }), '/r')).toEqual([])
})

test('a run with more than three failures, or without a report, is not looked at again', () => {
  expect(filesToRepeat(report({ 'a.browser.test.ts': 'ff', 'b.browser.test.ts': 'f' }), '')).toEqual(['a.browser.test.ts', 'b.browser.test.ts'])
  expect(filesToRepeat(report({ 'a.browser.test.ts': 'ff', 'b.browser.test.ts': 'ff' }), '')).toEqual([])
  expect(filesToRepeat(null, '')).toEqual([])
})

test.each([
  '/test/host/r/test/sim/sim.full.test.ts',
  '/test/host/r/test/crash/kill-loop.full.test.ts',
  '/test/host/r/packages/sync/src/merge.test.ts',
])('%s, which drives no browser, is not', (name) => {
  expect(filesToRepeat(report({ [name]: 'f' }), '/test/host/r')).toEqual([])
})

test('what passes alone counts as passed, and is named', () => {
  const [first, second] = [report({ a: 'ppp', b: 'pfs' }), report({ b: 'pps' })]
  expect(countTests(afterSecondLook(first, second), 0)).toEqual({ passed: 5, failed: 0, skipped: 1 })
  expect(passedAlone(first, second)).toEqual(['b test 1'])
})

test('a file that did not load, and does alone, counts with its tests', () => {
  const [first, second] = [report({ a: 'p', b: '!' }), report({ b: 'pp' })]
  expect(countTests(afterSecondLook(first, second), 0)).toEqual({ passed: 3, failed: 0, skipped: 0 })
  expect(passedAlone(first, second)).toEqual(['b'])
})

test('what fails twice has failed, and so has what fails only alone', () => {
  const first = report({ a: 'p', b: 'pf' })
  expect(countTests(afterSecondLook(first, report({ b: 'pf' })), 1).failed).toBe(1)
  expect(countTests(afterSecondLook(first, report({ b: 'fp' })), 1).failed).toBe(1)
  expect(passedAlone(first, report({ b: 'fp' }))).toEqual([])
})

test('an error outside any test stays a failure', () => {
  expect(countTests(afterSecondLook(report({ a: 'p', b: 'f' }), report({ b: 'p' })), 1).failed).toBe(1)
})
