/** Time and chance as arguments, so that a test decides both. */
export interface HostClock {
  /** Milliseconds since 1970. */
  now(): number
  setTimeout(run: () => void, delayMs: number): unknown
  clearTimeout(handle: unknown): void
}

export interface HostIds {
  /** An unguessable id (at least 128 random bits) that starts with `prefix` and `_`. */
  newId(prefix: string): string
}

export const systemClock: HostClock = {
  now: () => Date.now(),
  setTimeout: (run, delayMs) => {
    const timer = setTimeout(run, delayMs)
    // A pending wait of the host must never keep a finished process alive.
    timer.unref()
    return timer
  },
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
}

export const systemIds: HostIds = { newId: (prefix) => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}` }
