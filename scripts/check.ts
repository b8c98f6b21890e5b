import { runCheck } from './check/run-check.ts'
import { countSteps, formatCounts } from './test/counts.ts'

const counts = countSteps(await runCheck((line) => console.log(line)))
console.log(formatCounts(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
