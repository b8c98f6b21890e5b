import type { Instance, ToolEntry, ToolSummary } from '../../api/host-state.ts'

/** The gates between a tool call and something to see, in their order. */
export type ViewGate =
  | 'template'
  | 'call'
  | 'read'
  | 'mime'
  | 'html'
  | 'frame'
  | 'script'
  | 'initialize'
  | 'initialized'
  | 'csp'
  | 'cors'
  | 'paint'
  | 'error'

/** noted: passed here, but not as it should be. */
export type CheckStatus = 'waiting' | 'passed' | 'noted' | 'failed' | 'not-needed'

export interface CheckOutcome {
  status: CheckStatus
  /** What was seen, in one sentence; empty when the title says it all. */
  detail: string
  /** What to do, with the exact line; null when there is nothing to do. */
  fix: string | null
}

export interface ViewCheck extends CheckOutcome {
  gate: ViewGate
  title: string
}

/** A call and what came of it. */
export interface CheckSubject {
  entry: ToolEntry
  /** Null: the call opened no view. */
  instance: Instance | null
  /** Null: the server does not list it any more. */
  tool: ToolSummary | null
  /** Milliseconds since 1970. */
  now: number
}

/** Milliseconds after which silence of a view means something. */
export const SILENCE_MS = 2_000

export const PASSED: CheckOutcome = { status: 'passed', detail: '', fix: null }

export function waiting(detail = ''): CheckOutcome {
  return { status: 'waiting', detail, fix: null }
}

export function notNeeded(detail: string): CheckOutcome {
  return { status: 'not-needed', detail, fix: null }
}

export function noted(detail: string, fix: string): CheckOutcome {
  return { status: 'noted', detail, fix }
}

export function failed(detail: string, fix: string): CheckOutcome {
  return { status: 'failed', detail, fix }
}
