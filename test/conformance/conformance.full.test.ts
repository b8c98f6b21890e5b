import { describe, expect, onTestFinished, test } from 'vitest'
import { startCart } from '../support/start-cart.ts'
import { startEverything } from './everything-process.ts'
import { REVISIONS, runConformance, type Revision } from './run-conformance.ts'

/** Milliseconds; a run takes about ten seconds on a machine that does nothing else. */
const TIMEOUT_MS = 180_000

/** What each revision asks of a server, counted in the suite's own lists. */
const REQUIRED: Readonly<Record<Revision, number>> = { '2025-11-25': 30, '2026-07-28': 37 }

/** Scenarios that need nothing of an app but to be one. */
const OF_ANY_APP: ReadonlyArray<readonly [Revision, string]> = [
  ['2025-11-25', 'server-initialize'],
  ['2025-11-25', 'ping'],
  ['2025-11-25', 'tools-list'],
  ['2025-11-25', 'resources-list'],
  ['2025-11-25', 'dns-rebinding-protection'],
  ['2026-07-28', 'tools-list'],
  ['2026-07-28', 'resources-list'],
  ['2026-07-28', 'dns-rebinding-protection'],
  ['2026-07-28', 'sep-2164-resource-not-found'],
  ['2026-07-28', 'http-header-validation'],
]

describe('the official conformance suite', () => {
  test.each(REVISIONS)('an app with everything passes all that %s requires', { timeout: TIMEOUT_MS }, async (revision) => {
    const server = await startEverything()
    onTestFinished(() => server.close())
    const { exitCode, scenarios, output } = await runConformance(server.mcpUrl, revision)
    const required = scenarios.filter(({ isRequired }) => isRequired)
    expect(required.filter(({ failed }) => failed > 0)).toEqual([])
    expect(required).toHaveLength(REQUIRED[revision])
    // a scenario without a check proves nothing
    expect(required.filter(({ passed }) => passed === 0)).toEqual([])
    expect(exitCode, output).toBe(0)
  })

  test.each(OF_ANY_APP)('the cart passes %s %s', { timeout: TIMEOUT_MS }, async (revision, scenario) => {
    const { mcpUrl } = await startCart()
    const { exitCode, output } = await runConformance(mcpUrl, revision, scenario)
    expect(exitCode, output).toBe(0)
    expect(output).toMatch(/Passed: [1-9]\d*\/\d+, 0 failed/)
  })
})
