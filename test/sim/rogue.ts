import type { Mutation } from '@lockstep/sync'
import { unitOf } from './digit-code.ts'
import { LINES, stepped } from './plans.ts'
import type { World } from './world.ts'

/** A client that names other people's ids as its own earlier ones: that must neither burn them nor shift what they did. */
export function createRogue(world: World): () => Promise<void> {
  const { mode, dice, clock, ledger, log, network, documentId, reach, trace, road, newId } = world
  return async () => {
    const line = dice.pick(LINES)
    const digit = ledger.freshDigit(line)
    const newest = log.revisionOf(log.epoch())
    const baseRevision = newest - dice.below(3)
    const base = log.valueAt(log.epoch(), baseRevision)
    if (mode !== 'coded' || digit === null || baseRevision < 1 || base === null) return
    reach('foreign ids superseded')
    const edit = ledger.add({ author: 'rogue', what: 'adds', at: clock.now(), counts: { [line]: unitOf(digit) }, texts: [] })
    const mutation: Mutation = {
      documentId,
      epoch: log.epoch(),
      baseRevision,
      value: stepped(base, line, unitOf(digit)),
      mutationId: newId('rogue'),
      supersedes: [...road.sentIds].slice(-6),
      clientId: 'rogue',
      seq: 1,
      onConflict: 'merge',
    }
    trace(() => `the rogue sends ${mutation.mutationId} on ${baseRevision}, in place of [${mutation.supersedes.join()}] (edit ${edit.n})`)
    const answer = await network.request({ downUntil: 0 }, mutation.mutationId, (door) => door.sync(mutation)).catch(() => null)
    // it says it once; whether another copy of a refused one was taken nobody knows
    if (answer?.ok === true) edit.isDelivered = true
  }
}
