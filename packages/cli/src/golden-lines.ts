import type { GoldenReport, GoldenResult } from '@lockstep/host'

/** Characters of arguments in a line. */
const ARGUMENTS_MAX_CHARS = 90

/** A report of golden prompts for a terminal: who judged, a line per sentence, what they lack, the sum. */
export function goldenLines({ model, results, passed, notes, problem }: GoldenReport): string[] {
  const lines = [`Golden prompts, judged by: ${model.label}. ${model.detail}`]
  let app = ''
  for (const result of results) {
    if (result.app !== app) lines.push('', result.app)
    app = result.app
    lines.push(
      `  ${result.isPassed ? 'pass' : 'FAIL'}  ${result.kind.padEnd(8)}  ${result.sentence}`,
      `        ${result.isPassed ? calledBy(result) : result.reason}`,
    )
  }
  lines.push('', ...notes)
  if (problem !== null) lines.push(problem)
  lines.push(`${passed} of ${results.length} passed.`)
  return lines
}

function calledBy({ picked }: GoldenResult): string {
  if (picked === null) return 'no call'
  const args = JSON.stringify(picked.arguments)
  return `${picked.tool} ${args.length > ARGUMENTS_MAX_CHARS ? `${args.slice(0, ARGUMENTS_MAX_CHARS)}…` : args}`
}
