import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { hasMissedCount, type Measure } from '../bench/harness/measure.ts'
import { formatReport, reportOf } from '../bench/harness/report.ts'
import { reportFile } from '../bench/harness/report-file.ts'
import type { Part } from '../bench/sync/sync-bench.ts'

const HELP = `npm run bench sync [-- options]   measures the agreement engine; writes bench/results/sync.json
npm run bench bytes               what a view weighs, next to the official package; writes bench/results/bytes.json
npm run bench newcomer            create-lockstep to a click in the widget, from packed tarballs; writes bench/results/newcomer.json
npm run bench calls               tools/call and tools/list in both eras against the SDK as documented; writes bench/results/calls.json
npm run bench host                the local ChatGPT: first widget, frames and keys in a long conversation; writes bench/results/host.json
npm run bench types               how long the compiler takes over a view typed by 50 tools; writes bench/results/types.json
  --quick        a small run that shows that it works; its times say nothing
  --only NAME    one part, such as "durable edits"; writes nothing
  --out FILE     writes there
Exits 1 when a count is missed. A time that is missed is reported, since machines differ.`

// each is loaded only when it is asked for: none pays for, or fails with, what another needs
const BENCHES: Readonly<Record<string, (isQuick: boolean) => Promise<Part[]>>> = {
  sync: async (isQuick) => (await import('../bench/sync/sync-bench.ts')).syncParts(isQuick),
  calls: async (isQuick) => (await import('../bench/calls/calls-bench.ts')).callsParts(isQuick),
  bytes: async () => (await import('../bench/bytes/bytes-bench.ts')).bytesParts(),
  host: async (isQuick) => (await import('../bench/host/host-bench.ts')).hostParts(isQuick),
  newcomer: async () => (await import('../bench/newcomer/newcomer-bench.ts')).newcomerParts(),
  types: async (isQuick) => (await import('../bench/types/types-bench.ts')).typesParts(isQuick),
}
const root = fileURLToPath(new URL('..', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const name = positionals[0] ?? 'sync'
const partsOf = BENCHES[name]

if (values.help) console.log(HELP)
else if (partsOf === undefined) {
  console.error(`Expected the name of a bench (${Object.keys(BENCHES).join(', ')}), got '${name}'.`)
  process.exitCode = 1
} else {
  const start = performance.now()
  const parts = (await partsOf(values.quick)).filter((part) => values.only === undefined || part.name === values.only)
  const measures: Measure[] = []
  for (const part of parts) {
    const partStart = performance.now()
    if (process.stdout.isTTY) process.stdout.write(`${part.name} ...`)
    measures.push(...(await part.run()))
    console.log(`${process.stdout.isTTY ? '\r' : ''}${part.name}: ${((performance.now() - partStart) / 1_000).toFixed(1)} s`)
  }
  const report = reportOf({
    name,
    date: new Date().toISOString(),
    isQuick: values.quick,
    seconds: Math.round((performance.now() - start) / 1_000),
    measures,
  })
  console.log(`\n${formatReport(report)}`)
  const out = values.out ?? (values.quick || values.only !== undefined ? null : path.join(root, 'bench/results', `${name}.json`))
  if (out !== null) {
    mkdirSync(path.dirname(out), { recursive: true })
    writeFileSync(out, reportFile(report))
  }
  process.exitCode = hasMissedCount(measures) ? 1 : 0
}
