import { AppError } from '@lockstep/contract'
import type { GoldenReport, GoldenState } from '../api/golden-state.ts'
import type { AppRegistry } from '../core/app-registry.ts'
import type { HostClock } from '../core/clock.ts'
import type { Model } from '../model/model.ts'
import { countExamples, runGolden, type GoldenApp } from './run-golden.ts'

/** Runs the golden prompts of the connected apps, one run at a time. */
export interface GoldenBoard {
  state(): GoldenState
  /** Of the last run, or of this one so far; null before the first. */
  report(): GoldenReport | null
  /** Begins a run; how it goes is in the state. @throws {AppError} HOST_NO_GOLDEN */
  start(): void
  /** The same, and waits for its end. @throws {AppError} HOST_NO_GOLDEN */
  run(): Promise<GoldenReport>
  stop(): void
}

export interface GoldenBoardOptions {
  apps: Pick<AppRegistry, 'list' | 'find' | 'toolsForModel' | 'refresh'>
  model(): Model
  clock: HostClock
  onChange(): void
}

export function createGoldenBoard({ apps, model, clock, onChange }: GoldenBoardOptions): GoldenBoard {
  let report: GoldenReport | null = null
  let revision = 0
  let running: { abort: AbortController; end: Promise<GoldenReport> } | null = null

  const golden = (): GoldenApp[] =>
    apps.list().flatMap(({ name }) => {
      const found = apps.find(name)?.app.golden
      return found === undefined ? [] : [{ app: name, golden: found }]
    })

  function keep(next: GoldenReport | null): void {
    report = next
    revision += 1
  }

  function show(next: GoldenReport): void {
    keep(next)
    onChange()
  }

  async function perform(judge: Model, signal: AbortSignal): Promise<GoldenReport> {
    try {
      await apps.refresh()
      const tools = apps.toolsForModel()
      const done = await runGolden({ apps: golden(), tools, model: judge, signal, now: () => clock.now(), onProgress: show })
      keep(done)
      return done
    } catch (error) {
      // Nobody waits for a run that the page began: what went wrong is told where the results are.
      const reason = error instanceof Error ? error.message : String(error)
      const broken: GoldenReport = { model: judge.info, results: [], passed: 0, failed: 0, notes: [], problem: reason }
      keep(broken)
      return broken
    } finally {
      running = null
      onChange()
    }
  }

  function begin(): Promise<GoldenReport> {
    if (running !== null) return running.end
    const judge = model()
    if (countExamples(golden()) === 0) {
      throw new AppError(
        'HOST_NO_GOLDEN',
        'Expected golden prompts with examples, no connected app has any. Name a golden.json in lockstep.config.ts.',
        {
          blame: 'user',
        },
      )
    }
    if (judge.info.kind === 'person') {
      throw new AppError('HOST_NO_GOLDEN', 'Expected the scripted or a language model to try the prompts with, got a person. Choose another model.', {
        blame: 'user',
      })
    }
    const abort = new AbortController()
    keep(null)
    running = { abort, end: perform(judge, abort.signal) }
    onChange()
    return running.end
  }

  return {
    state: () => ({
      total: countExamples(golden()),
      isRunning: running !== null,
      summary: report === null ? null : { passed: report.passed, failed: report.failed, revision },
    }),
    report: () => report,
    start() {
      // Its outcome is in the state; a run reports its own failures.
      void begin()
    },
    run: async () => begin(),
    stop: () => running?.abort.abort(),
  }
}
