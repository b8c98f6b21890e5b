import type { DocumentStore } from '@lockstep/sync'
import type { Logger } from 'pino'
import type { AuthSettings } from '../auth/auth-options.ts'
import { systemTimers, type Timers } from '../system.ts'
import type { BudgetRule } from './budget.ts'
import { createConfirmations, type Confirmations } from './confirmations.ts'
import { createOperations, type Operations } from './operations.ts'

export interface RunParts {
  appName: string
  store: DocumentStore
  /** Key of confirmations, the same in every process. */
  secret: string
  now(): number
  newId(prefix: string): string
  logger: Logger
  /** In development a wrong output names its path in the answer; in production it is only logged. */
  isDevelopment: boolean
  /** Default the system's. */
  timers?: Timers
  budget?: BudgetRule
  /** Null = the app has no sign-in. */
  auth?: AuthSettings | null
}

/** All that a call needs beside its tool; made once per app, since it knows which calls are being carried out. */
export interface RunOptions {
  readonly appName: string
  readonly isDevelopment: boolean
  readonly logger: Logger
  readonly timers: Timers
  readonly budget: BudgetRule
  readonly auth: AuthSettings | null
  readonly operations: Operations
  readonly confirmations: Confirmations
  newErrorId(): string
}

export function createRunOptions(parts: RunParts): RunOptions {
  const { appName, store, secret, now, newId, logger, isDevelopment, timers = systemTimers, budget = {}, auth = null } = parts
  const newErrorId = (): string => newId('err')
  return {
    appName,
    isDevelopment,
    logger,
    timers,
    budget,
    auth,
    operations: createOperations({ store, now, newId, newErrorId, logger }),
    confirmations: createConfirmations({ appName, secret, now, newNonce: () => newId('n') }),
    newErrorId,
  }
}
