import type { Deltas, Ledger } from '../ledger.ts'
import { controlsOf, createEdits, pause, RETRY_MS, type Figures, type Told, type Writer } from './writer.ts'

/** Own ids one message may name. */
const SUPERSEDES_MAX = 8
/** Milliseconds one attempt may take. */
const ATTEMPT_MS = 10_000

export interface HttpWriterOptions {
  url: string
  cartId: string
  clientId: string
  ledger: Ledger
  random: () => number
}

interface Held {
  epoch: string
  revision: number
  items: ReadonlyMap<string, number>
}

interface Answer extends Omit<Held, 'items'> {
  status: string
  items: ReadonlyArray<{ id: string; quantity: number }>
}

/**
 * A view written by hand against the protocol's text: one mutation at a time over `POST /sync_cart`, the same id until it is answered or, after a
 * failure now and then, a newer list that supersedes the unanswered ids.
 */
export function createHttpWriter({ url, cartId, clientId, ledger, random }: HttpWriterOptions): Writer {
  const figures: Figures = { requests: 0, retries: 0, replayed: 0, mostFailures: 0 }
  const edits = createEdits(random)
  const told: Told = { toStop: false, toLetGo: false }
  let held: Held | null = null
  let seq = 0

  async function save(base: Held): Promise<Held> {
    const settle: Array<ReturnType<Ledger['begin']>> = []
    let items = base.items
    const draw = () => {
      const before = items
      const deltas = edits.next((line) => before.get(line) ?? 0)
      items = changed(items, deltas)
      settle.push(ledger.begin(deltas))
      seq += 1
      return `${clientId}-${seq}`
    }
    let mutationId = draw()
    let supersedes: string[] = []
    for (let attempt = 1; ; attempt += 1) {
      if (told.toLetGo) throw new Error(`${clientId} was told to let go of ${mutationId}`)
      if (attempt > 1) figures.retries += 1
      figures.mostFailures = Math.max(figures.mostFailures, attempt - 1)
      const lines = [...items].map(([id, quantity]) => ({ id, quantity }))
      const answer = await send({ v: 1, cartId, epoch: base.epoch, baseRevision: base.revision, items: lines, mutationId, supersedes, clientId, seq })
      if (answer !== null) {
        if (answer.revision < base.revision) throw new Error(`expected a revision from ${base.revision} on, got ${answer.revision}`)
        if (answer.status === 'replayed') figures.replayed += 1
        for (const acknowledge of settle) acknowledge(answer)
        return { ...answer, items: new Map(answer.items.map((item) => [item.id, item.quantity])) }
      }
      await pause(RETRY_MS * (0.5 + random()))
      if (random() < 0.3 && supersedes.length < SUPERSEDES_MAX && !told.toStop) {
        supersedes = [...supersedes, mutationId]
        mutationId = draw()
      }
    }
  }

  /** Null when there was no answer, or one that says it may be sent again. */
  async function send(body: { mutationId: string } & Record<string, unknown>): Promise<Answer | null> {
    figures.requests += 1
    const headers = { 'Content-Type': 'application/json', Origin: url, 'Idempotency-Key': body.mutationId }
    const reply = await request(`${url}/sync_cart`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (reply === null || reply.status >= 500 || reply.status === 429) return null
    if (reply.status !== 200) throw new Error(`expected 200 for ${body.mutationId}, got ${reply.status} ${reply.text}`)
    return JSON.parse(reply.text) as Answer
  }

  async function read(): Promise<Held | null> {
    const reply = await request(`${url}/carts/${cartId}`, {})
    if (reply === null || reply.status !== 200) return null
    const cart = JSON.parse(reply.text) as Answer
    return { ...cart, items: new Map(cart.items.map((item) => [item.id, item.quantity])) }
  }

  return {
    ...controlsOf(told, figures),
    run: async () => {
      while (!told.toStop) {
        if (held === null) {
          held = await read()
          if (held === null) await pause(10)
          continue
        }
        held = await save(held)
        await pause(random() * 20)
      }
    },
  }
}

/** Null when there was no whole answer: the server is gone, and what it did is unknown. */
export async function request(url: string, init: RequestInit, patienceMs = ATTEMPT_MS): Promise<{ status: number; text: string } | null> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) })
    return { status: response.status, text: await response.text() }
  } catch {
    return null
  }
}

function changed(items: ReadonlyMap<string, number>, deltas: Deltas): ReadonlyMap<string, number> {
  const next = new Map(items)
  for (const [id, delta] of Object.entries(deltas)) {
    const quantity = (next.get(id) ?? 0) + delta
    if (quantity > 0) next.set(id, quantity)
    else next.delete(id)
  }
  return next
}
