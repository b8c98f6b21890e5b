import { createSyncClient, type DocumentValue, type SyncChannel, type SyncClient, type SyncClientOptions } from '@lockstep/sync'
import { cartSpec } from '../../../apps/cart/shared/cart-spec.ts'
import type { Deltas, Ledger } from '../ledger.ts'
import { controlsOf, createEdits, pause, type Figures, type Told, type Writer } from './writer.ts'

/** Part of the edits after which the view dies, whatever is on its way, and another one mounts. */
const REMOUNTS = 0.05

export interface SdkWriterOptions {
  cartId: string
  name: string
  ledger: Ledger
  channel: SyncChannel
  random: () => number
  /** Milliseconds from one edit to the next, at most. */
  restMs?: number
  /** Part of the client's own back-off that is waited; default a third, because a killed server is back soon. */
  patience?: number
}

/** The real client of a view over a real channel; now and then the view dies and another one mounts on the queue it left. */
export function createSdkWriter(options: SdkWriterOptions): Writer & { longestEditMs(): number } {
  const { cartId, name, ledger, random, restMs = 60, patience = 0.3 } = options
  const figures: Figures = { requests: 0, retries: 0, replayed: 0, mostFailures: 0 }
  const edits = createEdits(random)
  const sent = new Set<string>()
  const failures = new Map<string, number>()
  let queue: SyncClientOptions['queue'] = null
  let ids = 0
  let mounts = 0
  const told: Told = { toStop: false, toLetGo: false }
  let longestEditMs = 0
  const unsettled: Array<ReturnType<Ledger['begin']>> = []
  const fault = Promise.withResolvers<never>()
  fault.promise.catch(() => {})
  let client: SyncClient | null = null
  let whenSaved: (() => void) | null = null

  const channel: SyncChannel = {
    ...options.channel,
    send: async (mutation, how) => {
      figures.requests += 1
      const { mutationId } = mutation
      if (sent.has(mutationId)) figures.retries += 1
      sent.add(mutationId)
      try {
        const reply = await options.channel.send(mutation, how)
        if (reply.status === 'replayed') figures.replayed += 1
        return reply
      } catch (error) {
        failures.set(mutationId, (failures.get(mutationId) ?? 0) + 1)
        figures.mostFailures = Math.max(figures.mostFailures, failures.get(mutationId) ?? 0)
        throw error
      }
    },
  }

  async function mount(): Promise<SyncClient> {
    mounts += 1
    const mounted = createSyncClient({
      spec: cartSpec(),
      documentId: cartId,
      clientId: `${name}-${mounts}`,
      snapshot: await firstSight(),
      queue,
      channel,
      clock: { now: () => Date.now(), setTimeout, clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout) },
      random: () => random() * patience,
      newId: () => `${name}-m${(ids += 1)}`,
      persist: (written) => {
        queue = written
      },
    })
    mounted.subscribe(() => settle(mounted))
    return mounted
  }

  async function firstSight(): Promise<SyncClientOptions['snapshot']> {
    while (!told.toLetGo) {
      const seen = await options.channel.fetchSnapshot(cartId).catch(() => null)
      if (seen !== null) return seen
      await pause(10)
    }
    return null
  }

  function settle(client: SyncClient): void {
    const { status, failure, revision, epoch } = client.getSnapshot()
    if (failure !== null) return fault.reject(new Error(`${name}: expected no refusal, got ${failure.code}: ${failure.message}`))
    if (status !== 'saved' || epoch === null) return
    for (const acknowledge of unsettled.splice(0)) acknowledge({ revision, epoch })
    whenSaved?.()
  }

  function edit(client: SyncClient): void {
    const { value: shown } = client.getSnapshot()
    const deltas = edits.next((line) => Number(shown['lines']?.[line] ?? 0))
    unsettled.push(ledger.begin(deltas))
    // of this thread's own work: what the machine does meanwhile is not the client's doing
    const before = process.threadCpuUsage()
    client.edit((value) => changed(value, deltas))
    const { user, system } = process.threadCpuUsage(before)
    longestEditMs = Math.max(longestEditMs, (user + system) / 1000)
  }

  async function run(): Promise<void> {
    client = await mount()
    while (!told.toStop) {
      edit(client)
      if (random() < 0.5) void client.flush()
      await Promise.race([pause(random() * restMs), fault.promise])
      if (random() > REMOUNTS) continue
      client.dispose()
      client = await mount()
    }
    const saved = new Promise<void>((resolve) => {
      whenSaved = resolve
    })
    void client.flush()
    settle(client)
    await Promise.race([saved, fault.promise])
    client.dispose()
  }

  const controls = controlsOf(told, figures)
  return {
    ...controls,
    run,
    abandon: () => {
      controls.abandon()
      client?.dispose()
      fault.reject(new Error(`${name} was told to let go`))
    },
    longestEditMs: () => longestEditMs,
  }
}

function changed(value: DocumentValue, deltas: Deltas): DocumentValue {
  const lines = { ...value['lines'] }
  for (const [id, delta] of Object.entries(deltas)) {
    const quantity = Number(lines[id] ?? 0) + delta
    if (quantity > 0) lines[id] = quantity
    else delete lines[id]
  }
  return { ...value, lines }
}
