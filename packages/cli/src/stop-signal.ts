/** What asks a process to end, by name. */
export interface StopSource {
  on(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'disconnect', listener: () => void): unknown
  exit(code: number): void
}

/** Aborts on the first Ctrl-C, SIGTERM, SIGHUP or end of the parent; a second one ends the process at once. */
export function stopSignal(source: StopSource): AbortSignal {
  const controller = new AbortController()
  let signals = 0
  const stop = () => {
    signals += 1
    if (signals > 1) source.exit(130)
    controller.abort()
  }
  source.on('SIGINT', stop)
  source.on('SIGTERM', stop)
  source.on('SIGHUP', stop)
  // May come together with a signal, and does not count as a second one.
  source.on('disconnect', () => controller.abort())
  return controller.signal
}
