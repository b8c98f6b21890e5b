import { isRecord } from '@lockstep/contract'
import type { ViewRuntime } from '@lockstep/view'
import { keptEntries, writeEntry } from './kept-entries.ts'
import { withoutSecrets } from './state-secrets.ts'

/** Where writes that have no answer yet live in the private view state: key -> operation. */
export const WRITES_KEY = 'lockstep/writes'
/** Milliseconds an unanswered operation is offered for another try; well inside the day for which a server remembers its answer. */
export const KEPT_OPERATION_MS = 60 * 60_000

/** One gesture of a person: the id goes with it however often it is sent. */
export interface KeptOperation {
  readonly tool: string
  readonly operationId: string
  readonly input: Readonly<Record<string, unknown>>
  /** When it was first sent, in milliseconds since the epoch. */
  readonly at: number
}

type State = Pick<ViewRuntime, 'getSnapshot' | 'setViewState'>

/** What an earlier life of this view left unanswered under `key`; anything malformed, of another tool or too old counts as none. */
export function readKept(runtime: State, key: string, tool: string, now: number): KeptOperation | null {
  const kept = keptEntries(runtime, WRITES_KEY)[key]
  if (!isRecord(kept) || kept['tool'] !== tool || typeof kept['operationId'] !== 'string' || !isRecord(kept['input'])) return null
  const { at } = kept
  if (typeof at !== 'number' || now - at > KEPT_OPERATION_MS) return null
  return { tool, operationId: kept['operationId'], input: kept['input'], at }
}

/** Writes ahead: when this returns, the host has it. An input with a secret in it is not kept: a remount then knows nothing of it. */
export function writeKept(runtime: State, key: string, wanted: KeptOperation | null): void {
  const operation = wanted !== null && withoutSecrets(wanted.input).findings.some(({ kind }) => kind === 'secret') ? null : wanted
  if (operation === null && keptEntries(runtime, WRITES_KEY)[key] === undefined) return
  writeEntry(runtime, WRITES_KEY, key, operation)
}
