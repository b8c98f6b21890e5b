import { parseArgs } from 'node:util'
import { formatCrashReport } from '../test/crash/crash-report.ts'
import { runKillLoop } from '../test/crash/kill-loop.ts'
import { CRASH_STORES } from '../test/crash/stores/crash-stores.ts'

const HELP = `npm run crash -- [--kills N] [--store sqlite|postgres|both] [--seed S]

Kills the real cart server (and the PostgreSQL under it) again and again while views and a model write to it, and checks that no edit is lost or doubled.`

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    store: { type: 'string', default: 'both' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    help: { type: 'boolean', default: false },
  },
})
const [kills, seed] = [Number(values.kills), Number(values.seed)]
const stores = CRASH_STORES.filter(([name]) => values.store === 'both' || values.store === name)

if (values.help) console.log(HELP)
else if (!(Number.isSafeInteger(kills) && kills > 0 && Number.isSafeInteger(seed) && stores.length > 0)) {
  console.error(`Expected a number of kills from 1 on, a seed, and a store of sqlite, postgres or both.\n\n${HELP}`)
  process.exitCode = 2
} else {
  let violations = 0
  for (const [name, openStore] of stores) {
    const store = await openStore()
    try {
      const report = await runKillLoop({ store, kills, seed, onProgress: (done) => showProgress(name, done) })
      console.log(formatCrashReport(report))
      violations += report.violations.length
    } finally {
      await store.close()
    }
  }
  // writers that were let go of may still wait for an answer
  process.exit(violations === 0 ? 0 : 1)
}

function showProgress(name: string, done: number): void {
  const line = `${name}: ${done} of ${kills} kills`
  if (process.stdout.isTTY) process.stdout.write(`\r${line}${done === kills ? '\n' : ''}`)
  else if (done % Math.ceil(kills / 10) === 0) console.log(line)
}
