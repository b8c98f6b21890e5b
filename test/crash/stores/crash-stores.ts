import type { CrashStore } from './crash-store.ts'
import { postgresCrashStore } from './postgres-crash-store.ts'
import { sqliteCrashStore } from './sqlite-crash-store.ts'

/** Each database under its name, for tests that run on all of them. */
export const CRASH_STORES: ReadonlyArray<readonly [name: CrashStore['name'], open: () => Promise<CrashStore>]> = [
  ['sqlite', async () => sqliteCrashStore()],
  ['postgres', postgresCrashStore],
]
