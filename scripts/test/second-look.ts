import { isBroken } from './counts.ts'
import type { TestFile, VitestReport } from './vitest-report.ts'

/** Where tests drive a browser; what fails in the other long ones, by kill, crash or chance, is real. */
const IN_A_BROWSER = /\.browser\.test\.ts$|(?:^|[\\/])test[\\/](?:auth|dev|e2e|host|packed|portfolio|react|secrets|third-party|view|widget)[\\/]/

/** More failures than these are no accident of a busy machine. */
const MOST_FAILURES = 3

/**
 * Files of browser tests that are run once more, alone, before they count as failed: a click can miss on a machine that does something else meanwhile.
 * None when the run has more than three failures, or did not end. `root` = the folder that names in the report begin with.
 */
export function filesToRepeat(report: VitestReport | null, root: string): string[] {
  const failing = (report?.files ?? []).filter(({ hasFailed }) => hasFailed)
  const failures = failing.reduce((sum, file) => sum + failedTests(file).length, 0)
  return failures > MOST_FAILURES ? [] : failing.map(({ name }) => name).filter((name) => IN_A_BROWSER.test(name.slice(root.length)))
}

/** The first report with the repeated files as the second has them. */
export function afterSecondLook(first: VitestReport, second: VitestReport): VitestReport {
  const repeated = new Map(second.files.map((file) => [file.name, file]))
  const files = first.files.map((file) => repeated.get(file.name) ?? file)
  const replaced = first.files.filter(({ name }) => repeated.has(name)).flatMap(({ tests }) => tests)
  const count = (status: string) => replaced.filter((test) => test.status === status).length
  const passed = first.passed - count('passed') + second.passed
  const failed = first.failed - count('failed') + second.failed
  return { passed, failed, skipped: first.skipped - (replaced.length - count('passed') - count('failed')) + second.skipped, files }
}

/** What is said of it, a line each: the tests that failed once and passed alone. */
export function passedAlone(first: VitestReport, second: VitestReport): string[] {
  const fine = new Set(second.files.filter(({ hasFailed }) => !hasFailed).map(({ name }) => name))
  return first.files.filter(({ name, hasFailed }) => hasFailed && fine.has(name)).flatMap(failedTests)
}

function failedTests(file: TestFile): string[] {
  if (isBroken(file)) return [file.name]
  return file.tests.filter(({ status }) => status === 'failed').map(({ name }) => name)
}
