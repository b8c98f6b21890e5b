/** Waits for what cannot be stopped itself, and no longer than somebody wants to. Rejects with the reason of `signal` as soon as that is aborted. */
export async function untilAborted<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  const given = Promise.withResolvers<never>()
  const giveUp = (): void => given.reject(signal.reason)
  if (signal.aborted) giveUp()
  signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([running, given.promise])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
