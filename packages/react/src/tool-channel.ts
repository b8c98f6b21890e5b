import { DOCUMENT_META, isRecord, type ToolResult } from '@lockstep/contract'
import {
  SYNC_PROTOCOL_VERSION,
  SYNC_REFUSAL_CODES,
  SyncRefusal,
  type SeenState,
  type SyncChannel,
  type SyncErrorCode,
  type SyncFailure,
  type SyncReply,
} from '@lockstep/sync'
import { readOutcome } from './tool-outcome.ts'

export type CallTool = (name: string, args: Readonly<Record<string, unknown>>) => Promise<ToolResult>

/** Codes that refuse a mutation; any other says nothing of it, and it is sent again. */
const REFUSALS: readonly string[] = [...SYNC_REFUSAL_CODES, 'view_outdated' satisfies SyncErrorCode]

/**
 * The road to the server by the two tools that `app.syncTool` declares for a document kind: `sync_<kind>` writes, `<kind>_changes` looks for news.
 * What is neither an answer nor a refusal rejects, which counts as no answer.
 */
export function toolChannel(callTool: CallTool, kind: string): SyncChannel {
  const word = kind.replaceAll('-', '_')
  return {
    send: async ({ ...mutation }) => {
      const result = await callTool(`sync_${word}`, { ...mutation, v: SYNC_PROTOCOL_VERSION })
      const reply = documentOf(mustAnswer(result))
      if (reply === null || reply['mutationId'] !== mutation.mutationId)
        throw new Error('expected the acknowledgement of this edit, got something else')
      return { conflicts: [], changes: [], ...reply } as unknown as SyncReply
    },
    fetchSnapshot: async (documentId, held) => {
      const since = held === undefined ? {} : { epoch: held.epoch, since: held.revision }
      const result = mustAnswer(await callTool(`${word}_changes`, { documentId, ...since }))
      const seen = readSeen(result)
      if (seen === null && result.structuredContent?.['unchanged'] !== true) throw new Error('expected the document, got something else')
      return seen
    },
  }
}

/** The document that a result carries for the view, or null. */
export function readSeen(result: Readonly<ToolResult> | null): SeenState | null {
  return result === null ? null : (documentOf(result) as unknown as SeenState | null)
}

/** @throws {SyncRefusal} when the server said no. */
function mustAnswer(result: ToolResult): ToolResult {
  const { failure } = readOutcome(result)
  if (result.isError !== true || failure === null) return result
  if (!REFUSALS.includes(failure.code)) throw new Error(failure.message)
  const { code, message, path, retryAfterMs, details } = failure
  const { current } = details
  throw new SyncRefusal({
    code: code as SyncFailure['code'],
    message,
    ...(path === null ? {} : { path }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(isState(current) ? { current: current as unknown as NonNullable<SyncFailure['current']> } : {}),
  })
}

function documentOf({ _meta: meta }: Readonly<ToolResult>): Readonly<Record<string, unknown>> | null {
  const found = meta?.[DOCUMENT_META]
  return isState(found) ? found : null
}

/** What every state of a document has; the server's schema answers for the entries. */
function isState(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value) || !isRecord(value['value'])) return false
  return typeof value['documentId'] === 'string' && typeof value['epoch'] === 'string' && Number.isSafeInteger(value['revision'])
}
