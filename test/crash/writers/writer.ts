import type { Deltas } from '../ledger.ts'

/** Products several writers meet on: every one may hold at least 24 units. */
export const SHARED_LINES = [
  'apples-honeycrisp-each',
  'lemons-single',
  'limes-single',
  'avocados-single',
  'canned-tomatoes-chopped-400g',
  'beans-baked-400g',
  'beans-black-400g',
  'water-still-1500ml',
] as const
/** Units of one line that one writer may have put in, so that up to four of them never reach a limit: what is cut would be no fault. */
const UNITS_PER_WRITER = 5

/** Milliseconds a writer waits before it asks again, about: a killed server is back within some hundred. */
export const RETRY_MS = 60

export interface Figures {
  /** Requests, retries included. */
  requests: number
  /** Of those, how many repeated one without an answer. */
  retries: number
  /** Answers that said the edit had taken effect already. */
  replayed: number
  /** Times the most unlucky edit was sent without an answer. */
  mostFailures: number
}

export interface Writer {
  /** Edits until told to stop; resolves when all it began is acknowledged. @throws when an answer breaks the protocol. */
  run(): Promise<void>
  stop(): void
  /** Lets everything go, for a run that has failed already: nothing more is sent, and `run` throws. */
  abandon(): void
  figures(): Figures
}

/** What a writer was told. */
export interface Told {
  toStop: boolean
  toLetGo: boolean
}

/** How a writer is told, by what it looks at while it runs. */
export function controlsOf(told: Told, figures: Figures): Pick<Writer, 'stop' | 'abandon' | 'figures'> {
  return {
    stop: () => {
      told.toStop = true
    },
    abandon: () => {
      told.toStop = true
      told.toLetGo = true
    },
    figures: () => figures,
  }
}

/**
 * The edits of one writer: it takes away only what it has put in itself, so the sum of a line is the sum of its writers. Like a person it goes by what it
 * `sees`: of a line that is shown empty, as it may be for a moment while a view catches up, nobody takes anything away.
 */
export function createEdits(random: () => number): { next(sees: (line: string) => number): Deltas } {
  const own = new Map<string, number>()
  return {
    next: (sees) => {
      const deltas: Record<string, number> = {}
      const count = 1 + Math.floor(random() * 2)
      for (let index = 0; index < count; index += 1) {
        const line = SHARED_LINES[Math.floor(random() * SHARED_LINES.length)] ?? SHARED_LINES[0]
        const has = own.get(line) ?? 0
        const wanted = Math.floor(random() * (UNITS_PER_WRITER + 1)) - has
        const delta = Math.max(wanted, -sees(line) - (deltas[line] ?? 0))
        if (delta === 0) continue
        deltas[line] = (deltas[line] ?? 0) + delta
        own.set(line, has + delta)
      }
      return deltas
    },
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
