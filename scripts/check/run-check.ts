import { availableParallelism } from 'node:os'
import { checkSteps } from './check-steps.ts'
import { formatReport, runSteps, type StepReport } from './run-steps.ts'

/** Runs every check and prints a line for each as it ends, with what it said when it failed. */
export function runCheck(print: (line: string) => void): Promise<StepReport[]> {
  const parallel = Math.max(2, Math.min(4, availableParallelism()))
  return runSteps(checkSteps(parallel), { parallel, nowMs: () => performance.now(), onEnd: (report) => print(formatReport(report)) })
}
