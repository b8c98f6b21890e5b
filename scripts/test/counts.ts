import type { StepReport } from '../check/run-steps.ts'
import type { TestFile, VitestReport } from './vitest-report.ts'

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
 * Counts of one run of Vitest, from its report and its exit code.
 * A file that broke before its tests counts as one failed, and so does a run that crashed, wrote no report or ran no test: silence is never success.
 */
export function countTests(report: VitestReport | null, exitCode: number | null): Counts {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const { passed, skipped } = report
  const failed = report.failed + report.files.filter(isBroken).length
  const isSilent = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: isSilent ? 1 : failed, skipped }
}

/** It failed though none of its tests did: it does not load, or a hook of it broke. */
export function isBroken(file: TestFile): boolean {
  return file.hasFailed && !file.tests.some(({ status }) => status === 'failed')
}

export function addCounts(all: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => all.reduce((total, one) => total + one[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** The closing line of a run: `N passed, N failed`, and `, N skipped` when there are any. */
export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}
