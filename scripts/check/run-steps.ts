export interface StepResult {
  ok: boolean
  /** Shown only when the step failed. */
  details: string
  /** A few words beside its line, such as a count. */
  note?: string
}

export interface Step {
  name: string
  /** Names of steps without which this one would only repeat their failures. */
  after?: readonly string[]
  run(): Promise<StepResult>
}

export interface StepReport extends StepResult {
  name: string
  outcome: 'passed' | 'failed' | 'skipped'
  seconds: number
}

export interface StepEnvironment {
  /** How many at once. */
  parallel: number
  nowMs(): number
  /** Called as each ends. */
  onEnd?(report: StepReport): void
}

/**
 * Runs steps side by side, each after those it needs; one whose need failed is skipped. A step that throws has failed.
 * Reports come in the order of the steps.
 */
export async function runSteps(steps: readonly Step[], { parallel, nowMs, onEnd }: StepEnvironment): Promise<StepReport[]> {
  const reports = new Map<string, Promise<StepReport>>()
  const slots = createSlots(parallel)
  for (const step of steps) {
    // A microtask later every promise is in the map, so a step may need one listed below it.
    reports.set(
      step.name,
      Promise.resolve().then(async () => {
        const needs = await Promise.all((step.after ?? []).flatMap((name) => reports.get(name) ?? []))
        const missing = needs.find((need) => need.outcome !== 'passed')
        const report: StepReport = missing
          ? { name: step.name, outcome: 'skipped', ok: false, details: '', note: `not run, because ${missing.name} failed`, seconds: 0 }
          : await slots(() => runStep(step, nowMs))
        onEnd?.(report)
        return report
      }),
    )
  }
  return Promise.all(reports.values())
}

async function runStep(step: Step, nowMs: () => number): Promise<StepReport> {
  const startedMs = nowMs()
  let result: StepResult
  try {
    result = await step.run()
  } catch (error) {
    result = { ok: false, details: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  return { ...result, name: step.name, outcome: result.ok ? 'passed' : 'failed', seconds: (nowMs() - startedMs) / 1000 }
}

function createSlots(count: number) {
  let free = count
  const waiting: Array<() => void> = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

/** One line for a step, and below it what it said when it failed. */
export function formatReport({ name, outcome, seconds, note, details }: StepReport): string {
  const mark = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' }[outcome]
  const line = `${mark} ${name.padEnd(14)} ${`${seconds.toFixed(1)} s`.padStart(6)}${note === undefined ? '' : `  ${note}`}`
  if (outcome !== 'failed' || details.trim() === '') return line
  return `${line}\n${details.trimEnd().replaceAll(/^/gm, '     ')}`
}
