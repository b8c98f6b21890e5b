import { AppError } from '@lockstep/contract'

/**
 * Waits for what cannot be stopped itself, and no longer than the person at the terminal does.
 * @throws {AppError} CLI_STOPPED (blame user)
 */
export async function untilStopped<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>()
  const stop = (): void => stopped.reject(new AppError('CLI_STOPPED', 'Stopped before anything was called.', { blame: 'user' }))
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  try {
    const done = await Promise.race([running, stopped.promise])
    return signal.aborted ? await stopped.promise : done
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
