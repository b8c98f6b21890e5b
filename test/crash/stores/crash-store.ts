import type { CrashPoint } from '../child/crash-point.ts'

/** The database under a kill loop. */
export interface CrashStore {
  readonly name: 'sqlite' | 'postgres'
  /** Environment of a server on it. */
  readonly env: Readonly<Record<string, string>>
  /** Servers that write to it at once. */
  readonly servers: number
  /** Points at which a server on it can be killed. */
  readonly points: readonly CrashPoint[]
  /** Kills the database's own server, in the middle of a checkpoint or not, and starts it again on its data; absent where there is none. */
  readonly crashDatabase?: (when: 'any moment' | 'during a checkpoint') => Promise<void>
  /** Reads every table; what breaks a promise, in words. To be asked when no server runs. */
  check(): Promise<string[]>
  close(): Promise<void>
}
