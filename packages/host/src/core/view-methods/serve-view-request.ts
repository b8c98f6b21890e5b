import { RPC_CODES, VIEW_TO_HOST } from '@lockstep/contract'
import { LaterAnswer } from '../later-answer.ts'
import type { ViewActions } from '../view-actions/create-view-actions.ts'
import { ViewRefusal } from '../view-refusal.ts'
import { DISPLAY_BRIDGE, DISPLAY_OPENAI, DISPLAY_REPORTS } from './display-methods.ts'
import { FILE_BRIDGE, FILE_OPENAI } from './file-methods.ts'
import { LINK_BRIDGE, LINK_OPENAI } from './link-methods.ts'
import { FORM_OPENAI } from './form-methods.ts'
import type { MethodHandler, MethodTable } from './method-table.ts'
import { whyNotOffered, type OfferedMethods } from './offered-methods.ts'
import { TALK_BRIDGE, TALK_OPENAI } from './talk-methods.ts'
import { TOOL_BRIDGE, TOOL_OPENAI } from './tool-methods.ts'
import { PLAIN_CALL, type ViewCall } from './view-call.ts'
import { recordOr } from '../record-or.ts'

const BRIDGE: MethodTable = {
  [VIEW_TO_HOST.ping]: () => ({}),
  [VIEW_TO_HOST.log]: (actions, params) => actions.log(params),
  ...TOOL_BRIDGE,
  ...TALK_BRIDGE,
  ...DISPLAY_BRIDGE,
  ...LINK_BRIDGE,
  ...FILE_BRIDGE,
}

const OPENAI: MethodTable = { ...FORM_OPENAI, ...TOOL_OPENAI, ...TALK_OPENAI, ...DISPLAY_OPENAI, ...LINK_OPENAI, ...FILE_OPENAI }

/** What the host's own scripts in the frame say; they are there on every platform. */
const REPORTS: MethodTable = { ...DISPLAY_REPORTS }

/** Serves one request or notification of a view. @throws {ViewRefusal} also for a method that nobody serves, or that the platform does not offer */
export async function serveViewRequest(
  method: string,
  params: Record<string, unknown>,
  actions: ViewActions,
  offered: OfferedMethods,
  call: ViewCall = PLAIN_CALL,
): Promise<Record<string, unknown> | LaterAnswer> {
  const report = own(REPORTS, method)
  const handler = report ?? own(OPENAI, method) ?? own(BRIDGE, method)
  const isUnknown = handler === undefined
  const problem = isUnknown ? `The host does not serve ${method.slice(0, 100)}.` : report === undefined ? whyNotOffered(method, offered) : null
  if (handler === undefined || problem !== null) throw new ViewRefusal(RPC_CODES.methodNotFound, problem ?? '')
  const result = await handler(actions, params, call)
  if (result instanceof LaterAnswer) return result
  return recordOr(result)
}

function own(table: MethodTable, method: string): MethodHandler | undefined {
  return Object.hasOwn(table, method) ? table[method] : undefined
}
