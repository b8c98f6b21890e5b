import { isRecord } from '@lockstep/contract'
import type { ToolOptions } from './tool.ts'

/** Characters of an operation id; short enough to index, long enough that two callers do not meet by chance. */
export const OPERATION_ID = /^[A-Za-z0-9_.:-]{16,128}$/
/** Characters of a confirmation that are looked at; ours are shorter. */
const CONFIRMATION_MAX_CHARS = 256

/** Inputs of the framework's own, beside those that the app declares. */
export interface ReservedInputs {
  operationId?: string
  confirmation?: string
}

/** Arguments without the reserved ones, and those; or which of them is no good. */
export type TakenArguments = { readonly rest: unknown; readonly reserved: ReservedInputs } | { readonly path: string; readonly message: string }

type Asked = Pick<ToolOptions, 'effect' | 'once' | 'confirm'>

/** JSON Schema of the reserved inputs that a tool takes, by name; all optional. A tool that takes none gives `{}`. */
export function reservedInputs(options: Asked): Record<string, Record<string, unknown>> {
  return {
    ...(takesOperationId(options) ? { operationId: OPERATION_ID_SCHEMA } : {}),
    ...(takesConfirmation(options) ? { confirmation: CONFIRMATION_SCHEMA } : {}),
  }
}

/** True when the framework sees to it that a repeat of the call does nothing more. */
export function takesOperationId({ effect, once }: Asked): boolean {
  return effect !== 'read' && once !== 'own'
}

/** True when the tool itself has something to ask before it runs. */
export function takesConfirmation({ effect, confirm }: Asked): boolean {
  return effect !== 'read' && typeof confirm === 'function'
}

/**
 * Takes off what the tool takes; what it does not take stays in, and is refused with the other unknown members. A view sends its operation id to
 * every tool that writes, so one that keeps its own count, and has no such input of its own, is spared it.
 */
export function takeReserved(options: Asked & Pick<ToolOptions, 'input'>, raw: unknown): TakenArguments {
  if (!isRecord(raw)) return { rest: raw ?? {}, reserved: {} }
  const rest = { ...raw }
  const reserved: ReservedInputs = {}
  if (options.once === 'own' && options.effect !== 'read' && !Object.hasOwn(options.input.shape, 'operationId')) {
    const id = rest['operationId']
    // it still says that a view calls, and which question of a view's is answered
    if (typeof id === 'string' && OPERATION_ID.test(id)) reserved.operationId = id
    delete rest['operationId']
  } else if (takesOperationId(options) && rest['operationId'] !== undefined) {
    const id = rest['operationId']
    if (typeof id !== 'string' || !OPERATION_ID.test(id)) return { path: 'operationId', message: OPERATION_ID_FAULT }
    reserved.operationId = id
    delete rest['operationId']
  }
  if (takesConfirmation(options) && rest['confirmation'] !== undefined) {
    const token = rest['confirmation']
    if (typeof token !== 'string' || token.length > CONFIRMATION_MAX_CHARS) return { path: 'confirmation', message: CONFIRMATION_FAULT }
    reserved.confirmation = token
    delete rest['confirmation']
  }
  return { rest, reserved }
}

const OPERATION_ID_FAULT = 'expected 16 to 128 letters, digits and _ . : - that no other call ever had; leave it out unless you are a view'
const CONFIRMATION_FAULT = 'expected the token of the latest answer that asked for it; leave it out to be asked'

const OPERATION_ID_SCHEMA = {
  type: 'string',
  minLength: 16,
  maxLength: 128,
  pattern: OPERATION_ID.source,
  description: 'Set by views, one per intended change; a model leaves it out.',
}
const CONFIRMATION_SCHEMA = {
  type: 'string',
  maxLength: CONFIRMATION_MAX_CHARS,
  description: 'Leave it out at first. The answer then holds a question for the person and the token to send here once they agreed.',
}
