import type { DocumentStore } from '@lockstep/sync'
import type { Logger } from 'pino'
import type { Clock } from '../system.ts'

/** Milliseconds between two sweeps of documents past their idle time. */
export const SWEEP_INTERVAL_MS = 10 * 60_000

/**
 * Deletes what nobody can use any more. Documents of all kinds share a table, so only what outlived the longest of their idle times goes; reads refuse
 * the rest by age. An app without documents deletes none: those in its store are another app's.
 */
export function startSweeping(
  store: DocumentStore,
  documents: ReadonlyMap<string, { readonly idleTtlMs: number }>,
  clock: Clock,
  logger: Logger,
): () => Promise<void> {
  const sweep = async (): Promise<void> => {
    const now = clock.now()
    const longest = Math.max(...[...documents.values()].map((handle) => handle.idleTtlMs))
    try {
      const count = await store.sweep(documents.size === 0 ? 0 : now - longest, now)
      if (count > 0) logger.info({ count }, 'expired documents deleted')
    } catch (error) {
      logger.error({ err: error }, 'expired documents could not be deleted; the next sweep tries again')
    }
  }
  let running = documents.size === 0 ? Promise.resolve() : sweep()
  const timer = setInterval(() => {
    running = sweep()
  }, SWEEP_INTERVAL_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
