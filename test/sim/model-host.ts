import type { EditOutcome } from '@lockstep/server'
import type { SeenState } from '@lockstep/sync'
import type { State } from './coverage.ts'
import type { Dice } from './dice.ts'
import type { Edit } from './ledger.ts'
import type { LogJudge } from './log-judge.ts'
import type { ToolCall } from './model-tools.ts'
import type { Link, Network } from './network.ts'
import type { ReplyJudge } from './reply-judge.ts'
import type { SimClock } from './sim-clock.ts'

/** The host between the model and the servers: it repeats a call word for word until there is an answer. */
export interface ModelHost {
  look: () => Promise<SeenState>
  call: (call: ToolCall, edit: Edit) => Promise<EditOutcome>
  /** Another life of the document: a call names its state by a revision alone, so what is on its way must not arrive in it. */
  forget: () => void
}

export interface ModelHostOptions {
  dice: Dice
  clock: SimClock
  log: LogJudge
  replies: ReplyJudge
  network: Network
  /** The newest revision of this life of the document that anybody was told of. */
  acked: () => number
  onAcked: (seen: SeenState) => void
  broken: (rule: string, text: string) => void
  reach: (state: State) => void
  trace: (line: () => string) => void
}

/** A creating call is recognised for two minutes only, so nothing of it may come later. */
const CREATION_LATE_MS = 10_000

export function createModelHost(options: ModelHostOptions): ModelHost {
  const { dice, clock, log, replies, network, reach, trace } = options
  const link: Link = { downUntil: 0 }

  /** A tool result is a state no older than what anybody knew before the call. */
  function checkFresh(what: string, before: { epoch: string; revision: number }, state: SeenState): void {
    if (state.epoch === before.epoch && state.revision < before.revision) {
      options.broken('a result is not older than what was known', `${what} shows ${state.revision}, ${before.revision} was told before`)
    }
    options.onAcked(state)
  }

  async function untilAnswered<A>(name: string, ask: () => Promise<A | null>): Promise<A> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await ask().catch(() => null)
      if (answer !== null) return answer
      await clock.after(dice.between(500, 5_000))
      trace(() => `  the host repeats ${name} (${attempt})`)
    }
  }

  async function look(): Promise<SeenState> {
    const before = { epoch: log.epoch(), revision: options.acked() }
    const state = await untilAnswered('a look', () =>
      network.request(link, 'look', async (door) => {
        const judge = replies.read()
        const answer = await door.read()
        judge(answer)
        return answer
      }),
    )
    checkFresh('a look', before, state)
    return state
  }

  async function call(wanted: ToolCall, edit: Edit): Promise<EditOutcome> {
    const { tool, baseRevision } = wanted
    const before = { epoch: log.epoch(), revision: options.acked() }
    const isCreation = baseRevision === null
    trace(() => `the model: ${tool} ${wanted.line} ${wanted.count} on ${baseRevision} (edit ${edit.n})`)
    const outcome = await untilAnswered(`${tool} of edit ${edit.n}`, () =>
      network.request(
        link,
        `${tool} of edit ${edit.n}`,
        async (door) => {
          const judge = replies.call(tool, baseRevision ?? undefined)
          const answer = await door.call(wanted)
          judge(answer)
          if (answer.ok && answer.reply.status === 'replayed') reach(isCreation ? 'create call repeated' : 'model call repeated')
          return !answer.ok && answer.failure.code === 'unavailable' ? null : answer
        },
        isCreation ? CREATION_LATE_MS : undefined,
      ),
    )
    trace(
      () => `the model: ${tool} of edit ${edit.n} is ${outcome.ok ? `${outcome.reply.status} at ${outcome.reply.revision}` : outcome.failure.code}`,
    )
    if (outcome.ok) {
      edit.isDelivered = true
      checkFresh(tool, before, outcome.reply)
    } else edit.isRefused = true
    return outcome
  }

  return { look, call, forget: () => void (link.forgetBefore = clock.now() + 1) }
}
