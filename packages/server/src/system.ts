import { randomBytes } from 'node:crypto'

/** Bytes of randomness in an id: 128 bit, so that nobody guesses one. */
const ID_BYTES = 16

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

export interface Ids {
  /** An unguessable id, `<prefix>_<random>`. */
  newId(prefix: string): string
}

export const systemClock: Clock = { now: () => Date.now() }

export const systemIds: Ids = { newId: (prefix) => `${prefix}_${randomBytes(ID_BYTES).toString('base64url')}` }

export interface Timers {
  setTimeout(run: () => void, delayMs: number): unknown
  clearTimeout(handle: unknown): void
}

/** A timer of these keeps no process alive. */
export const systemTimers: Timers = {
  setTimeout: (run, delayMs) => setTimeout(run, delayMs).unref(),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
}
