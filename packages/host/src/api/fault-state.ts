/** What can be made to go wrong on purpose. What each does is told in `faults/fault-catalogue.ts`. */
export const FAULT_IDS = [
  'deliver-twice',
  'late-duplicate',
  'lose-reply',
  'lose-reply-and-retry',
  'delay',
  'slow-network',
  'tool-error',
  'protocol-error',
  'offline',
  'restart-server',
  'late-hydration',
  'partial-input',
  'reference-churn',
  'dropped-push',
  'remount',
  'second-instance',
  'fresh-instance',
  'stale-template',
  'deny-display-mode',
  'no-file-api',
  'failed-upload',
] as const

export type FaultId = (typeof FAULT_IDS)[number]

/** Whose doing it is that goes wrong. */
export type FaultCaller = 'model' | 'view'

/** A fault that is on. It is gone when its count is used up, when it is switched off, and when the host is started again. */
export interface FaultSwitch {
  id: FaultId
  /** Of whom; `any` where a fault cannot tell. */
  by: FaultCaller | 'any'
  /** Only calls of this tool; null = of any. */
  tool: string | null
  /** How often it still strikes; null = until it is switched off. */
  times: number | null
  /** Milliseconds, for those that take time; 0 for the others. */
  ms: number
  /** How often it has struck since it was switched on. */
  hits: number
}
