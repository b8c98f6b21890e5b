import type { HostClock } from '../core/clock.ts'

/** Resolves after `ms`; rejects with the signal's reason when the caller gives up before. */
export function wait(clock: HostClock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(reasonOf(signal))
    const handle = clock.setTimeout(done, ms)
    function giveUp(): void {
      clock.clearTimeout(handle)
      if (signal !== undefined) reject(reasonOf(signal))
    }
    function done(): void {
      signal?.removeEventListener('abort', giveUp)
      resolve()
    }
    signal?.addEventListener('abort', giveUp, { once: true })
  })
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The call was given up.')
}
