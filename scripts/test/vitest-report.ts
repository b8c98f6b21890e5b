import { readFileSync } from 'node:fs'

export interface TestFile {
  /** Its path. */
  name: string
  hasFailed: boolean
  tests: Array<{ name: string; status: string }>
}

/** What Vitest's JSON report says of a run. */
export interface VitestReport {
  passed: number
  failed: number
  skipped: number
  files: TestFile[]
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

/** Null for what is no report: none was written, it was cut off, or it has another shape. */
export function parseReport(text: string | null): VitestReport | null {
  const report = text === null ? null : parseJson(text)
  const passed = numberAt(report, 'numPassedTests')
  const failed = numberAt(report, 'numFailedTests')
  const pending = numberAt(report, 'numPendingTests')
  if (passed === null || failed === null || pending === null) return null
  return { passed, failed, skipped: pending + (numberAt(report, 'numTodoTests') ?? 0), files: listAt(report, 'testResults').map(parseFile) }
}

function parseFile(file: unknown): TestFile {
  const tests = listAt(file, 'assertionResults').map((one) => ({ name: textAt(one, 'fullName'), status: textAt(one, 'status') }))
  return { name: textAt(file, 'name'), hasFailed: textAt(file, 'status') === 'failed', tests }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // A report cut off in the middle belongs to a run that crashed.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function numberAt(value: unknown, key: string): number | null {
  const found = valueAt(value, key)
  return typeof found === 'number' ? found : null
}

function textAt(value: unknown, key: string): string {
  const found = valueAt(value, key)
  return typeof found === 'string' ? found : ''
}

function listAt(value: unknown, key: string): unknown[] {
  const found = valueAt(value, key)
  return Array.isArray(found) ? found : []
}
