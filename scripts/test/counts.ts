import { readFileSync } from 'node:fs'
import type { StepReport } from '../check/run-steps.ts'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** A check that was not run, because another failed, is neither passed nor failed. */
export function countSteps(reports: readonly StepReport[]): Counts {
  const count = (outcome: StepReport['outcome']) => reports.filter((report) => report.outcome === outcome).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

/**
 * Counts of one run of Vitest, from its JSON report and its exit code.
 * A file that broke before its tests counts as one failed, and so does a run that crashed, wrote no report or ran no test: silence is never success.
 */
export function countTests(reportText: string | null, exitCode: number | null): Counts {
  const report = reportText === null ? null : parseReport(reportText)
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const { passed, skipped } = report
  const failed = report.failed + report.brokenFiles
  const isSilent = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: isSilent ? 1 : failed, skipped }
}

/** Reads the report's text; null when there is none. */
export function readReport(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

interface VitestFigures {
  passed: number
  failed: number
  skipped: number
  brokenFiles: number
}

function parseReport(text: string): VitestFigures | null {
  let report: unknown
  try {
    report = JSON.parse(text)
  } catch (error) {
    // A report cut off in the middle belongs to a run that crashed.
    if (error instanceof SyntaxError) return null
    throw error
  }
  const passed = numberAt(report, 'numPassedTests')
  const failed = numberAt(report, 'numFailedTests')
  const pending = numberAt(report, 'numPendingTests')
  if (passed === null || failed === null || pending === null) return null
  return { passed, failed, skipped: pending + (numberAt(report, 'numTodoTests') ?? 0), brokenFiles: brokenFiles(report) }
}

/** Files that failed though none of their tests did: they do not load, or a hook of the file broke. */
function brokenFiles(report: unknown): number {
  const files: unknown = valueAt(report, 'testResults')
  if (!Array.isArray(files)) return 0
  return files.filter((file: unknown) => {
    const tests: unknown = valueAt(file, 'assertionResults')
    const hasFailedTest = Array.isArray(tests) && tests.some((one: unknown) => valueAt(one, 'status') === 'failed')
    return valueAt(file, 'status') === 'failed' && !hasFailedTest
  }).length
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function numberAt(value: unknown, key: string): number | null {
  const found = valueAt(value, key)
  return typeof found === 'number' ? found : null
}

export function addCounts(all: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => all.reduce((total, one) => total + one[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** The closing line of a run: `N passed, N failed`, and `, N skipped` when there are any. */
export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}
