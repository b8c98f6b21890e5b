import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { hasFailed, totalsLines } from '../test/sim/print-totals.ts'
import { runOnWorkers } from '../test/sim/run-on-workers.ts'
import { runSeed } from '../test/sim/run-seed.ts'
import { faultsOf, type Totals } from '../test/sim/totals.ts'

const HELP = `npm run sim -- --seeds N     the agreement simulator: real client, real server handle, everything else injected
  --seed S      the first seed (default 1); alone, only that one
  --faults P    probability of each fault; default 0.05 for odd seeds and 0.2 for even ones
  --edits N     goes on until so many edits were made
  --trace       prints what happens in a seed
  --workers N   threads (default: one per core); the figures are the same
  --out FILE    writes the figures as JSON
exits 1 when an edit was lost or doubled, a view diverged, any rule was broken, or a run of 1000 seeds missed a state`

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    faults: { type: 'string' },
    edits: { type: 'string' },
    workers: { type: 'string' },
    out: { type: 'string' },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(HELP)
else if (values.trace) await traceSeed(numberOf(values.seed, 1), values.faults)
else await runMany()

async function traceSeed(seed: number, faults: string | undefined): Promise<void> {
  const report = await runSeed({ seed, faults: numberOf(faults, faultsOf(seed)), trace: (line) => console.log(line) })
  console.log(`\nseed ${seed} at ${report.faults * 100} % (${report.mode}): ${report.edits} edits, ${report.violations.length} violations`)
  for (const violation of report.violations) console.log(`  ${violation}`)
  process.exitCode = report.violations.length > 0 ? 1 : 0
}

async function runMany(): Promise<void> {
  const from = numberOf(values.seed, 1)
  const edits = values.edits === undefined ? undefined : numberOf(values.edits, 0)
  const isOne = values.seed !== undefined && values.seeds === undefined && edits === undefined
  const seeds = isOne ? 1 : numberOf(values.seeds, edits === undefined ? 1_000 : Number.MAX_SAFE_INTEGER)
  const startedAt = performance.now()
  const progress = progressPrinter(edits === undefined ? `${seeds} seeds` : `${edits} edits`)
  const totals = await runOnWorkers({
    from,
    seeds,
    faults: values.faults === undefined ? null : numberOf(values.faults, 0),
    onProgress: progress,
    ...(edits === undefined ? {} : { edits }),
    ...(values.workers === undefined ? {} : { workers: numberOf(values.workers, 1) }),
  })
  const seconds = (performance.now() - startedAt) / 1_000
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
  for (const line of totalsLines(totals, seconds)) console.log(line)
  if (values.out !== undefined) writeFigures(values.out, totals, from, seconds)
  process.exitCode = hasFailed(totals) ? 1 : 0
}

/** A line that is written over on a terminal, one now and then elsewhere. */
function progressPrinter(goal: string): (totals: Totals) => void {
  let saidAt = performance.now()
  return ({ seeds, edits, failed }) => {
    const line = `${seeds} seeds, ${edits} edits of ${goal}, ${failed.length} failed`
    if (process.stderr.isTTY) process.stderr.write(`\r${line}\u001B[K`)
    else if (performance.now() - saidAt > 15_000) {
      saidAt = performance.now()
      console.log(line)
    }
  }
}

function writeFigures(file: string, totals: Totals, from: number, seconds: number): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const machine = { node: process.version, cores: os.availableParallelism(), cpu: os.cpus()[0]?.model ?? 'unknown' }
  const figures = { command: 'npm run sim', firstSeed: from, seconds: Math.round(seconds), machine, ...totals }
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`)
}

function numberOf(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text)
  if (!Number.isFinite(value) || value < 0) throw new Error(`expected a number, got ${text}`)
  return value
}
