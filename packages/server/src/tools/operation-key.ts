import { canonicalHash } from './canonical-json.ts'
import { CONFIRMATION_TTL_MS } from './confirmations.ts'
import { DEFAULT_ONCE, type OnceOptions } from './operation.ts'
import type { Tool, ToolContext } from './tool.ts'

/** What tells one intended effect from the next. */
export interface OperationKey {
  /** Key of its record. */
  readonly id: string
  /** Where it comes from: a caller's own id, an answered question, or a model's call as it stands. */
  readonly origin: 'caller' | 'confirmation' | 'model'
  /** Milliseconds it is remembered after its answer. */
  readonly windowMs: number
}

export interface KeyedCall {
  readonly appName: string
  readonly tool: Tool
  /** Arguments as they came, without the framework's own. */
  readonly raw: unknown
  readonly context: ToolContext
  readonly operationId?: string | undefined
  /** Token of the confirmation this call is sent with, once it is known to be this call's. */
  readonly confirmation?: string | undefined
}

/**
 * Null where each call counts. Not signed: an id belongs to one person where people sign in, else to one caller as the host tells them; where it
 * tells nothing either, whoever has the id and the arguments gets the answer. Hence ids are long, and a view's are random.
 */
export function operationKey(call: KeyedCall): OperationKey | null {
  const { appName, tool, raw, context, operationId, confirmation } = call
  const { windowMs: ownWindowMs, modelWindowMs } = onceOf(tool)
  // for as long as its confirmation is good at least: that is for one call
  const windowMs = confirmation === undefined ? ownWindowMs : Math.max(ownWindowMs, CONFIRMATION_TTL_MS)
  const user = context.auth?.userKey ?? null
  const scope = [appName, tool.name, user]
  if (operationId !== undefined) return { id: canonicalHash(['caller', ...scope, operationId]), origin: 'caller', windowMs }
  if (confirmation !== undefined) return { id: canonicalHash(['confirmation', ...scope, confirmation, raw]), origin: 'confirmation', windowMs }
  const { subject, session, widgetSessionId } = context
  const isKnown = user !== null || subject !== null || session !== null
  const isModels = widgetSessionId === null && tool.options.visibility?.includes('model') !== false
  // a person may mean the same click twice, and a tool that is idempotent may have to undo what somebody did in between
  if (!isKnown || !isModels || tool.options.idempotent === true || modelWindowMs <= 0) return null
  return { id: canonicalHash(['model', ...scope, subject, session, raw]), origin: 'model', windowMs: modelWindowMs }
}

function onceOf({ options: { once } }: Tool): OnceOptions {
  return once === undefined || once === 'own' ? DEFAULT_ONCE : { ...DEFAULT_ONCE, ...once }
}
