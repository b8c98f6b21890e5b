import { isRecord, VIEW_TO_HOST, VIEW_TO_HOST_MORE } from '@lockstep/contract'
import { callToolForm } from '../openai-arguments.ts'
import { invalidParams } from '../view-refusal.ts'
import type { MethodTable } from './method-table.ts'
import { takeArguments } from './take-arguments.ts'

export const TOOL_BRIDGE: MethodTable = {
  [VIEW_TO_HOST.toolsCall]: (actions, { name, arguments: args }, call) => {
    if (typeof name !== 'string') throw invalidParams('tools/call expects { name, arguments }.')
    if (args !== undefined && !isRecord(args)) throw invalidParams('tools/call expects an object as arguments.')
    return actions.callTool(name, args ?? {}, call)
  },
  [VIEW_TO_HOST.resourcesRead]: async (actions, { uri }) => {
    if (typeof uri !== 'string') throw invalidParams('resources/read expects { uri }.')
    return { contents: await actions.readResource(uri) }
  },
  [VIEW_TO_HOST_MORE.toolsList]: (actions, params) => actions.listFromServer('tools', params),
  [VIEW_TO_HOST_MORE.resourcesList]: (actions, params) => actions.listFromServer('resources', params),
  [VIEW_TO_HOST_MORE.resourceTemplatesList]: (actions, params) => actions.listFromServer('resourceTemplates', params),
  [VIEW_TO_HOST_MORE.promptsList]: (actions, params) => actions.listFromServer('prompts', params),
}

export const TOOL_OPENAI: MethodTable = {
  'openai/callTool': (actions, params, call) => {
    const read = takeArguments(actions, params, callToolForm)
    return actions.callTool(read.name, read.arguments, call)
  },
}
