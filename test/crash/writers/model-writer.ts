import type { Client } from '@modelcontextprotocol/client'
import type { Ledger } from '../ledger.ts'
import { controlsOf, pause, RETRY_MS, type Figures, type Told, type Writer } from './writer.ts'

/** Milliseconds one call may take. */
const CALL_MS = 10_000
/** A line nobody else writes, so that an absolute number is a known difference. */
const LINE = 'canned-tomatoes-plum-400g'
const LINE_MAX = 20

/** Refusals that say nothing about the call itself. */
const MAY_RETRY = new Set(['unavailable', 'rate_limited'])

export interface ModelWriterOptions {
  /** A client of a conversation of its own. */
  client: Client
  cartId: string
  session: string
  ledger: Ledger
  random: () => number
}

/** The model's tools, called with the revision that was read last, and again with the same arguments until there is an answer. */
export function createModelWriter({ client, cartId, session, ledger, random }: ModelWriterOptions): Writer {
  const figures: Figures = { requests: 0, retries: 0, replayed: 0, mostFailures: 0 }
  const told: Told = { toStop: false, toLetGo: false }

  /** Null when it is refused because the cart has moved on: then nothing was done, and the model has to look and decide again. */
  async function call(name: string, args: Record<string, unknown>): Promise<Record<string, unknown> | null> {
    for (let attempt = 1; ; attempt += 1) {
      figures.requests += 1
      if (told.toLetGo) throw new Error(`${session} was told to let go of ${name}`)
      if (attempt > 1) figures.retries += 1
      figures.mostFailures = Math.max(figures.mostFailures, attempt - 1)
      const result = await client
        .callTool({ name, arguments: { cartId, ...args }, _meta: { 'openai/session': session } }, { timeout: CALL_MS })
        .catch(() => null)
      if (result !== null && result.isError !== true) return result.structuredContent as Record<string, unknown>
      const refusal = result?._meta?.['lockstep/error'] as { code: string; message: string } | undefined
      if (refusal?.code === 'revision_mismatch') return null
      if (refusal !== undefined && !MAY_RETRY.has(refusal.code)) throw new Error(`${name}: ${refusal.code}: ${refusal.message}`)
      await pause(RETRY_MS * (0.5 + random()))
    }
  }

  async function look(): Promise<unknown> {
    return (await call('get_cart', {}))?.['revision']
  }

  /** Brings the line from one quantity to another; the revision after it. */
  async function bring(from: number, to: number, seen: unknown): Promise<unknown> {
    for (let baseRevision = seen; ; baseRevision = await look()) {
      const answer =
        to > from
          ? await call('add_to_cart', { items: [{ id: LINE, quantity: to - from }], baseRevision })
          : await call('set_quantity', { id: LINE, quantity: to, baseRevision })
      if (answer === null) continue
      if (answer['deduplicated'] === true) figures.replayed += 1
      return answer['revision']
    }
  }

  return {
    ...controlsOf(told, figures),
    run: async () => {
      let revision = await look()
      let has = 0
      while (!told.toStop) {
        const wants = 1 + Math.floor(random() * LINE_MAX)
        if (wants === has) continue
        const acknowledge = ledger.begin({ [LINE]: wants - has })
        revision = await bring(has, wants, revision)
        acknowledge({ revision: Number(revision), epoch: null })
        has = wants
        await pause(random() * 30)
      }
    },
  }
}
