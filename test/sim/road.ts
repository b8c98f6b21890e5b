import type { MutationOutcome } from '@lockstep/server'
import type { HeldRevision, Mutation, SeenState } from '@lockstep/sync'
import type { State } from './coverage.ts'
import { heldEdits } from './delivered.ts'
import type { Network } from './network.ts'
import type { Mode } from './plans.ts'
import type { ReplyJudge } from './reply-judge.ts'
import type { View } from './view.ts'

/** The views' way to the servers, under the judge's eyes. */
export interface Road {
  send: (view: View, mutation: Mutation, isLast: boolean) => Promise<MutationOutcome>
  fetch: (view: View, held?: HeldRevision) => Promise<SeenState | null>
  /** Views that die in the middle of their next message. */
  readonly doomed: Set<View>
  /** Ids of all mutations that were ever sent. */
  readonly sentIds: ReadonlySet<string>
}

export interface RoadOptions {
  mode: Mode
  network: Network
  replies: ReplyJudge
  onAcked: (seen: { epoch: string; revision: number }) => void
  reach: (state: State) => void
  trace: (line: () => string) => void
}

export function createRoad({ mode, network, replies, onAcked, reach, trace }: RoadOptions): Road {
  const doomed = new Set<View>()
  const sentIds = new Set<string>()
  const answered = new Set<string>()
  let lastAnswered = ''

  async function send(view: View, mutation: Mutation, isLast: boolean): Promise<MutationOutcome> {
    const { mutationId, seq, baseRevision, supersedes } = mutation
    sentIds.add(mutationId)
    const held = heldEdits(mode, view, mutation)
    trace(() => `${view.name} sends ${mutationId}@${seq} on ${baseRevision}, in place of [${supersedes.join()}]`)
    if (doomed.delete(view)) {
      reach('view killed while it sends')
      view.kill()
    }
    const asText = JSON.stringify(mutation)
    let wasTaken = false
    const answer = await network
      .request(view.link, mutationId, async (door) => {
        const judge = replies.sync(mutation)
        const outcome = await door.sync(JSON.parse(asText) as Mutation)
        judge(outcome)
        trace(() => `  ${mutationId}@${seq} is ${outcome.ok ? `${outcome.reply.status} at ${outcome.reply.revision}` : outcome.failure.code}`)
        if (answered.has(mutationId) && lastAnswered !== mutationId) reach('doubled request came after a newer answer')
        if (outcome.ok) {
          if (isLast && !wasTaken) reach('last message delivered')
          wasTaken = true
          for (const edit of held) edit.isDelivered = true
        }
        return outcome
      })
      .catch((error: unknown) => {
        if (isLast && !wasTaken) reach('last message lost')
        throw error
      })
    answered.add(mutationId)
    lastAnswered = mutationId
    if (answer.ok) onAcked(answer.reply)
    return answer
  }

  async function fetch(view: View, held?: HeldRevision): Promise<SeenState | null> {
    const { answer } = await network
      .request(view.link, `${view.name} looks`, async (door) => {
        const judge = replies.read()
        const seen = await door.read(held)
        judge(seen)
        return { answer: seen }
      })
      .catch((error: unknown) => {
        reach('poll lost')
        throw error
      })
    trace(() => `${view.name} is told of ${answer === null ? 'nothing new' : `${answer.epoch} ${answer.revision}`}`)
    if (answer !== null) onAcked(answer)
    return answer
  }

  return { send, fetch, doomed, sentIds }
}
