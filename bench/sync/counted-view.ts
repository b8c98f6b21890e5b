import { createDocumentHandle } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import { createSyncClient, type DocumentValue, type Mutation, type Snapshot, type SyncClient, type SyncReply } from '@lockstep/sync'
import { cartSpec } from '../../apps/cart/shared/cart-spec.ts'
import { createFakeClock, type FakeClock } from '../../test/support/fake-clock.ts'
import { documentId, editOf, linesValue, oneMore } from './cart-documents.ts'

const IDLE_TTL_MS = 24 * 60 * 60_000

/** What becomes of a request: answered, refused by the network at once, never heard of again, or served and its answer lost. */
export type Network = 'up' | 'refuses' | 'swallows' | 'loses-answers'

/** A view of one cart as the person's browser has it, its clock in our hand and its requests counted. */
export interface CountedView {
  readonly client: SyncClient
  readonly clock: FakeClock
  /** Since `resetCount`, whether they arrived or not. */
  requests(): number
  resetCount(): void
  setNetwork(network: Network): void
  /** One more of the first line. */
  click(): void
  /** What the server has. */
  stored(): Promise<DocumentValue>
}

/** The real client over the real commit function, `rttMs` away from each other. */
export async function openCountedView(options: { rttMs: number; lines?: number }): Promise<CountedView> {
  const clock = createFakeClock()
  const store = memory({ clock })
  const carts = createDocumentHandle(cartSpec(), IDLE_TTL_MS, store, clock.now)
  const id = documentId(1)
  const created = await carts.sync(editOf(id, null, linesValue(options.lines ?? 10), 0), { actor: 'user' })
  if (!created.ok) throw new Error(`the cart was refused: ${created.failure.message}`)

  let network: Network = 'up'
  let requests = 0
  const wait = () => new Promise<void>((resolve) => void clock.setTimeout(resolve, options.rttMs / 2))
  const request = async <T>(serve: () => Promise<T>): Promise<T> => {
    requests += 1
    if (network === 'refuses') throw new Error('offline')
    if (network === 'swallows') return new Promise<never>(() => {})
    await wait()
    const answer = await serve()
    if (network === 'loses-answers') return new Promise<never>(() => {})
    await wait()
    return answer
  }
  let minted = 0
  const client = createSyncClient({
    spec: carts.spec,
    documentId: id,
    clientId: 'w_counted',
    snapshot: snapshotOf(created.reply),
    queue: null,
    channel: {
      send: (mutation: Mutation) =>
        request(async () => {
          const outcome = await carts.sync(mutation, { actor: 'user' })
          if (!outcome.ok) throw new Error(`an edit was refused: ${outcome.failure.code}`)
          return outcome.reply
        }),
      fetchSnapshot: () =>
        request(async () => {
          const found = await carts.read(id)
          return found === null ? null : found.snapshot
        }),
    },
    clock,
    random: () => 0.5,
    newId: () => `m_counted-${(minted += 1)}`,
    persist: () => {},
  })
  return {
    client,
    clock,
    requests: () => requests,
    resetCount: () => {
      requests = 0
    },
    setNetwork: (next) => {
      network = next
    },
    click: () => client.edit((value) => oneMore(value, 0)),
    stored: async () => (await carts.read(id))?.snapshot.value ?? {},
  }
}

function snapshotOf({ documentId, epoch, revision, value }: SyncReply): Snapshot {
  return { documentId, epoch, revision, value }
}
