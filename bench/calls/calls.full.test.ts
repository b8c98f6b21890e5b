import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Report } from '../harness/report.ts'

const run = promisify(execFile)
const COMMAND = fileURLToPath(new URL('../../scripts/bench.ts', import.meta.url))

test('a quick run of the bench of calls measures both methods in both eras against both others, and leaves its samples in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-test-'))
  const out = join(folder, 'calls.json')
  try {
    await run(process.execPath, ['--conditions=@lockstep/source', COMMAND, 'calls', '--quick', '--out', out], { timeout: 120_000 })
    const { measures } = JSON.parse(readFileSync(out, 'utf8')) as Report
    const ids = ['call-2026', 'call-2025', 'list-2026', 'list-2025'].flatMap((id) => [`calls.${id}-of-sdk`, `calls.${id}-of-raw`])
    expect(measures.map(({ id }) => id)).toEqual(ids)
    // a run this small judges no time
    for (const { value, verdict } of measures) expect([value > 0, verdict]).toEqual([true, 'recorded'])
    expect(measures[0]?.details).toMatchObject({ perSecond: { ours: expect.any(Array), sdk: expect.any(Array), raw: expect.any(Array) } })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
