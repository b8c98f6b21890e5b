import { parseArgs } from 'node:util'
import { runCheck } from './check/run-check.ts'
import { addCounts, countSteps, formatCounts, type Counts } from './test/counts.ts'
import { runVitest } from './test/run-vitest.ts'

const HELP = `npm test            checks, unit tests and browser tests
npm run test:full   what is long or needs servers of its own`

const { values } = parseArgs({ options: { full: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } })
if (values.help) console.log(HELP)
else {
  const counts = addCounts(values.full ? [await project('full')] : [await check(), await project('unit'), await project('browser')])
  console.log(`\n${formatCounts(counts)}`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

async function check(): Promise<Counts> {
  console.log('check')
  return countSteps(await runCheck((line) => console.log(line)))
}

async function project(name: string): Promise<Counts> {
  console.log(`\n${name} tests`)
  const counts = await runVitest(name)
  console.log(`${name} tests: ${formatCounts(counts)}`)
  return counts
}
