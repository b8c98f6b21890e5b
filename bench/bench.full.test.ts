import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Report } from './harness/report.ts'

const run = promisify(execFile)
const COMMAND = fileURLToPath(new URL('../scripts/bench.ts', import.meta.url))

/** One figure of each kind that `npm run bench sync` promises. */
const PROMISED = [
  'durable-edits.batch-1',
  'requests.burst',
  'requests.heal',
  'bytes.up-10',
  'bytes.both-ways-tool',
  'bytes.unchanged-poll',
  'merge.lines-100',
  'growth.lines-100',
  'growth.revisions-commit',
  'growth.revisions-merge',
  'each-once.lost',
  'http.edits-per-second',
]

test('R24 a quick run of the bench measures every part, meets every count, and leaves its samples in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-test-'))
  const out = join(folder, 'sync.json')
  try {
    const { stdout } = await run(process.execPath, ['--conditions=@lockstep/source', COMMAND, 'sync', '--quick', '--out', out], { timeout: 120_000 })
    const report = JSON.parse(readFileSync(out, 'utf8')) as Report
    const byId = new Map(report.measures.map((measure) => [measure.id, measure]))
    expect([...byId.keys()]).toEqual(expect.arrayContaining(PROMISED))
    for (const measure of report.measures) {
      expect(Number.isFinite(measure.value), measure.id).toBe(true)
      if (measure.target?.kind === 'count') expect(measure.verdict, measure.id).toBe('met')
      // a run this small judges no time
      else expect(measure.verdict, measure.id).toBe('recorded')
      expect(stdout).toContain(measure.what)
    }
    expect(byId.get('durable-edits.batch-1')?.details).toMatchObject({ editsPerSecond: { ours: expect.any(Array), raw: expect.any(Array) } })
    expect(report.machine).toEqual({
      cpu: expect.any(String),
      cores: expect.any(Number),
      memoryGb: expect.any(Number),
      node: process.version,
      platform: expect.any(String),
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
