import { isRecord, RPC_CODES, VIEW_TO_HOST } from '@lockstep/contract'
import type { ViewActions } from '../view-actions/create-view-actions.ts'
import { ViewRefusal } from '../view-refusal.ts'
import { DISPLAY_BRIDGE, DISPLAY_OPENAI } from './display-methods.ts'
import { LINK_BRIDGE, LINK_OPENAI } from './link-methods.ts'
import type { MethodHandler, MethodTable } from './method-table.ts'
import { TALK_BRIDGE, TALK_OPENAI } from './talk-methods.ts'
import { TOOL_BRIDGE, TOOL_OPENAI } from './tool-methods.ts'

const BRIDGE: MethodTable = {
  [VIEW_TO_HOST.ping]: () => ({}),
  [VIEW_TO_HOST.log]: (actions, params) => actions.log(params),
  ...TOOL_BRIDGE,
  ...TALK_BRIDGE,
  ...DISPLAY_BRIDGE,
  ...LINK_BRIDGE,
}

const OPENAI: MethodTable = { ...TOOL_OPENAI, ...TALK_OPENAI, ...DISPLAY_OPENAI, ...LINK_OPENAI }

/** Serves one request or notification of a view. @throws {ViewRefusal} also for a method that nobody serves */
export async function serveViewRequest(
  method: string,
  params: Record<string, unknown>,
  actions: ViewActions,
  hasBridge: boolean,
): Promise<Record<string, unknown>> {
  const handler = own(OPENAI, method) ?? (hasBridge ? own(BRIDGE, method) : undefined)
  if (handler === undefined) throw new ViewRefusal(RPC_CODES.methodNotFound, `The host does not serve ${method.slice(0, 100)}.`)
  const result = await handler(actions, params)
  return isRecord(result) ? result : {}
}

function own(table: MethodTable, method: string): MethodHandler | undefined {
  return Object.hasOwn(table, method) ? table[method] : undefined
}
