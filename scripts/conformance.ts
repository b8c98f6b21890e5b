import { startEverything } from '../test/conformance/everything-process.ts'
import { REVISIONS, runConformance, type ConformanceResult } from '../test/conformance/run-conformance.ts'

const HELP = `npm run conformance   runs the official MCP conformance suite against an app made with the framework
Both revisions (${REVISIONS.join(', ')}), all that each requires, no expected failures. Exits 0 only when both pass.
  -- --verbose        prints everything the suite says`

const flags = new Set(process.argv.slice(2))

if (flags.has('--help')) console.log(HELP)
else process.exitCode = await judge(flags.has('--verbose'))

async function judge(isVerbose: boolean): Promise<number> {
  const server = await startEverything()
  try {
    let exitCode = 0
    for (const revision of REVISIONS) {
      const result = await runConformance(server.mcpUrl, revision)
      if (isVerbose || result.exitCode !== 0) console.log(result.output)
      console.log(summary(result))
      if (result.exitCode !== 0) exitCode = 1
    }
    return exitCode
  } finally {
    await server.close()
  }
}

function summary({ revision, exitCode, scenarios }: ConformanceResult): string {
  const required = scenarios.filter(({ isRequired }) => isRequired)
  const spare = scenarios.filter(({ isRequired }) => !isRequired)
  const checks = (key: 'passed' | 'failed'): number => required.reduce((sum, scenario) => sum + scenario[key], 0)
  const passing = (list: typeof scenarios): number => list.filter(({ failed }) => failed === 0).length
  return [
    `${revision}: ${exitCode === 0 ? 'passed' : 'FAILED'}`,
    `${passing(required)} of ${required.length} required scenarios`,
    `${checks('passed')} checks passed, ${checks('failed')} failed`,
    `beyond what is required ${passing(spare)} of ${spare.length} scenarios`,
  ].join('; ')
}
