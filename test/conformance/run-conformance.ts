import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Milliseconds one scenario may take. */
const SCENARIO_TIMEOUT_MS = 30_000
/** Milliseconds a whole run may take. */
const RUN_TIMEOUT_MS = 180_000

export const REVISIONS = ['2025-11-25', '2026-07-28'] as const
export type Revision = (typeof REVISIONS)[number]

export interface ScenarioResult {
  name: string
  passed: number
  failed: number
  /** False = run and reported by the suite, but no part of what the revision requires. */
  isRequired: boolean
}

export interface ConformanceResult {
  revision: Revision
  /** As the suite judged: 0 = everything required passed. */
  exitCode: number
  scenarios: ScenarioResult[]
  /** All the suite said, for whoever looks into a failure. */
  output: string
}

/** Runs the official suite against a server: all that a revision requires, or one scenario at its wire version. */
export async function runConformance(mcpUrl: string, revision: Revision, scenario?: string): Promise<ConformanceResult> {
  const what = scenario === undefined ? ['--requirements', revision] : ['--scenario', scenario, '--spec-version', revision]
  const { exitCode, output } = await runSuite(['server', '--url', mcpUrl, ...what, '--timeout', String(SCENARIO_TIMEOUT_MS)])
  return { revision, exitCode, scenarios: readScenarios(output), output }
}

/** The lines that sum up, `✓ name: 2 passed, 0 failed`, and after them those of scenarios that do not count, `✗ name (reason)`. */
function readScenarios(output: string): ScenarioResult[] {
  const spare = new Set([...output.matchAll(/^ {2}[✓✗] ([a-z0-9-]+) \([a-z-]+\)$/gm)].map(([, name]) => name))
  return [...output.matchAll(/^[✓✗] ([a-z0-9-]+): (\d+) passed, (\d+) failed$/gm)].map(([, name = '', passed, failed]) => ({
    name,
    passed: Number(passed),
    failed: Number(failed),
    isRequired: !spare.has(name),
  }))
}

function runSuite(parameters: readonly string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [suitePath(), ...parameters], { stdio: ['ignore', 'pipe', 'pipe'], timeout: RUN_TIMEOUT_MS })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString() }))
  })
}

/** The package exports nothing, so its program is found by its manifest. */
function suitePath(): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('@modelcontextprotocol/conformance/package.json')), 'dist', 'index.js')
}
