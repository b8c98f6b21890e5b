import type { ViewFault } from '../api/host-state.ts'
import { recordOr } from './record-or.ts'

/** Levels at which something is wrong. @see MCP 2025-11-25, logging, after RFC 5424 (checked 2026-11-21) */
const FAULT_LEVELS: ReadonlySet<unknown> = new Set(['error', 'critical', 'alert', 'emergency'])
/** Characters of each text; it goes to the page with every change. */
const TEXT_MAX_CHARS = 4_000

/** The params of a view's `notifications/message` as a fault; null when it is milder than that. */
export function readFault(params: Record<string, unknown>, at: number): ViewFault | null {
  if (!FAULT_LEVELS.has(params['level'])) return null
  const { data } = params
  const fields = recordOr(data)
  const text = (key: string): string | null => (typeof fields[key] === 'string' && fields[key] !== '' ? clip(fields[key]) : null)
  const count = (key: string): number | null => (Number.isInteger(fields[key]) ? Number(fields[key]) : null)
  return {
    at,
    logger: loggerOf(params),
    message: text('message') ?? clip(typeof data === 'string' ? data : (JSON.stringify(data) ?? '')),
    file: text('file'),
    line: count('line'),
    column: count('column'),
    source: text('source'),
    stack: text('stack'),
  }
}

/** One that throws in every frame says the same again and again: there is nothing new to show. */
export function isSameFault(fault: ViewFault, next: ViewFault): boolean {
  return JSON.stringify({ ...fault, at: 0 }) === JSON.stringify({ ...next, at: 0 })
}

/** Whether a log message takes a fault back: the same logger says something milder. */
export function isTakenBack(fault: ViewFault, params: Record<string, unknown>): boolean {
  return !FAULT_LEVELS.has(params['level']) && loggerOf(params) === fault.logger
}

function loggerOf(params: Record<string, unknown>): string {
  return typeof params['logger'] === 'string' ? clip(params['logger']) : ''
}

function clip(text: string): string {
  return text.length <= TEXT_MAX_CHARS ? text : `${text.slice(0, TEXT_MAX_CHARS)}…`
}
