import { expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { memoryDocuments } from '../../../test/support/memory-documents.ts'
import { seededRandom } from '../../../test/support/seeded-random.ts'
import { decideMutation, wantForMutation } from './decide-mutation.ts'
import type { DocumentValue } from './document.ts'
import { counters } from './policies.ts'
import { SyncRefusal } from './sync-channel.ts'
import { createSyncClient } from './sync-client.ts'

const spec = { name: 'cart', fields: { lines: counters({ max: 1_000 }) } }
const SEEDS = 1_000
const CLICKS = 50

/** One widget, 50 random clicks, a network that delays, loses requests, loses answers and delivers twice. */
async function run(seed: number, faults: number) {
  const random = seededRandom(seed)
  const clock = createFakeClock()
  const store = memoryDocuments()
  let ids = 0
  const wait = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms))
  const client = createSyncClient({
    spec,
    documentId: 'c1',
    clientId: 'w1',
    snapshot: null,
    queue: null,
    clock,
    random,
    newId: () => `m${(ids += 1)}`,
    persist: () => {},
    channel: {
      fetchSnapshot: () => Promise.reject(new Error('not asked')),
      send: async (mutation) => {
        const commit = () =>
          store.commitNow(wantForMutation(mutation), (loaded) =>
            decideMutation(spec, loaded, mutation, { now: clock.now(), actor: 'user', idleTtlMs: 1e9 }),
          )
        await wait(random() * 800)
        if (random() < faults) throw new Error('request lost')
        if (random() < faults) void wait(random() * 3_000).then(commit)
        const outcome = commit()
        await wait(random() * 800)
        if (random() < faults) throw new Error('answer lost')
        if (!outcome.ok) throw new SyncRefusal(outcome.failure)
        return outcome.reply
      },
    },
  })
  const names = ['eggs', 'milk', 'bread', 'apples', 'rice']
  for (let click = 0; click < CLICKS; click += 1) {
    const name = names[Math.floor(random() * names.length)] ?? 'eggs'
    const step = random() < 0.65 ? 1 : -1
    client.edit((value) => stepped(value, name, step))
    await clock.advance(random() * 400)
  }
  await clock.drain()
  const server = await store.load({ documentId: 'c1' })
  return { shown: client.getSnapshot(), server: server.document?.value ?? { lines: {} } }
}

function stepped(value: DocumentValue, name: string, step: number): DocumentValue {
  const lines: Record<string, number | string> = { ...value['lines'] }
  const quantity = Number(lines[name] ?? 0) + step
  if (quantity > 0) lines[name] = quantity
  else delete lines[name]
  return { lines }
}

test.each([
  ['a clean network', 0],
  ['a network that loses and doubles', 0.2],
])(`S0.3 S0.27 ${SEEDS} seeds of ${CLICKS} clicks over %s: when all is saved, the server has what the user sees`, async (_name, faults) => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { shown, server } = await run(seed, faults)
    expect({ seed, status: shown.status, lines: shown.value['lines'] }).toEqual({ seed, status: 'saved', lines: server['lines'] })
  }
})
