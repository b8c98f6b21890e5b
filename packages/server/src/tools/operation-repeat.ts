import { REPLAYED_META } from '@lockstep/contract'
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { OperationKey } from './operation-key.ts'
import { failure } from './tool-failure.ts'

/** Milliseconds after which somebody who met a run of another process asks again. */
const RETRY_AFTER_MS = 1_000

/** The first answer again. A view reads `_meta`; a model, which sends no id, is also told in words. */
export function replayed(result: CallToolResult, { origin }: OperationKey): CallToolResult {
  const note = origin === 'caller' ? [] : [{ type: 'text' as const, text: origin === 'model' ? `${REPEAT} ${ONCE_MORE}` : REPEAT }]
  return { ...result, content: [...result.content, ...note], _meta: { ...result._meta, [REPLAYED_META]: true } }
}

const REPEAT = 'This call repeats one that was carried out already: nothing was done again, and this is the first answer.'
const ONCE_MORE = 'If it is meant to happen once more, send it with a new operationId of your own, 16 to 128 letters and digits.'

export function answerNotKept(tool: string): CallToolResult {
  return failure(
    'answer_not_kept',
    `This call of ${tool} was carried out already and nothing was done again. Its answer was too large to keep: read the current state instead of sending it again.`,
    {},
  )
}

export function operationConflict(tool: string): CallToolResult {
  return failure(
    'operation_conflict',
    `Nothing was done: this operationId of ${tool} belongs to a call with other arguments, or of somebody else. Send a new operationId for a new intention.`,
    {},
  )
}

export function inProgress(tool: string, leftMs: number): CallToolResult {
  const retryAfterMs = Math.max(1, Math.min(leftMs, RETRY_AFTER_MS))
  return failure('in_progress', `This very call of ${tool} is being carried out. Send it again in ${retryAfterMs} ms to get its answer.`, {
    retryAfterMs,
  })
}

export function outcomeUnknown(tool: string): CallToolResult {
  return failure(
    'outcome_unknown',
    `This call of ${tool} was begun earlier and never answered: it may have been carried out. It was not run again. Look at the current state before you decide to send it anew.`,
    {},
  )
}
