import type { ViewRuntime } from '@lockstep/view'

const savers = new WeakMap<ViewRuntime, Set<() => Promise<void>>>()

/** Lets `savePending` reach a document's unsent edits; returns the way out. */
export function registerSaver(runtime: ViewRuntime, save: () => Promise<void>): () => void {
  const known = savers.get(runtime) ?? new Set()
  savers.set(runtime, known.add(save))
  return () => known.delete(save)
}

/** Sends what is unsent, so that whoever is asked next (the model, a checkout) knows it; resolves when sent or failed, never rejects. */
export async function savePending(runtime: ViewRuntime): Promise<void> {
  await Promise.allSettled([...(savers.get(runtime) ?? [])].map((save) => save()))
}
