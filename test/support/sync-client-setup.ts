import { counters, createSyncClient, type Mutation, type Snapshot, type SyncClientOptions, type SyncQueue, type SyncReply } from '@lockstep/sync'
import { createFakeClock } from './fake-clock.ts'

export const spec = { name: 'cart', fields: { lines: counters({ max: 99 }) } }
export const snapshot = (revision: number, lines: Record<string, number>): Snapshot => ({ documentId: 'c1', epoch: 'e', revision, value: { lines } })

export function setup(over: Partial<SyncClientOptions> = {}) {
  const clock = createFakeClock()
  const sent: Mutation[] = []
  const order: string[] = []
  const answers: Array<{ resolve: (reply: SyncReply) => void; reject: (error: unknown) => void }> = []
  const queues: Array<SyncQueue | null> = []
  let ids = 0
  const client = createSyncClient({
    spec,
    documentId: 'c1',
    clientId: 'w1',
    snapshot: snapshot(1, { eggs: 2 }),
    queue: null,
    clock,
    random: () => 1,
    newId: () => `m${(ids += 1)}`,
    persist: (queue) => {
      queues.push(queue)
      order.push('persist')
    },
    channel: {
      send: (mutation) => {
        sent.push(mutation)
        order.push('send')
        return new Promise((resolve, reject) => answers.push({ resolve, reject }))
      },
      fetchSnapshot: () => Promise.resolve(snapshot(1, { eggs: 2 })),
    },
    ...over,
  })
  const set = (lines: Record<string, number>) => client.edit(() => ({ lines }))
  const ack = (index: number, reply: Snapshot, more: Partial<SyncReply> = {}) =>
    answers[index]?.resolve({ ...reply, mutationId: sent[index]?.mutationId ?? '', status: 'applied', conflicts: [], changes: [], ...more })
  return { clock, client, sent, order, answers, queues, set, ack, lines: () => client.getSnapshot().value['lines'] }
}
