import { isRecord, VIEW_TO_HOST } from '@lockstep/contract'
import { callToolArguments } from '../openai-arguments.ts'
import { invalidParams } from '../view-refusal.ts'
import { argumentsOf, type MethodTable } from './method-table.ts'

export const TOOL_BRIDGE: MethodTable = {
  [VIEW_TO_HOST.toolsCall]: (actions, { name, arguments: args }) => {
    if (typeof name !== 'string') throw invalidParams('tools/call expects { name, arguments }.')
    if (args !== undefined && !isRecord(args)) throw invalidParams('tools/call expects an object as arguments.')
    return actions.callTool(name, args ?? {})
  },
  [VIEW_TO_HOST.resourcesRead]: async (actions, { uri }) => {
    if (typeof uri !== 'string') throw invalidParams('resources/read expects { uri }.')
    return { contents: await actions.readResource(uri) }
  },
}

export const TOOL_OPENAI: MethodTable = {
  'openai/callTool': (actions, params) => {
    const read = callToolArguments(argumentsOf(params))
    if (read === null) throw invalidParams('callTool expects (name, arguments).')
    return actions.callTool(read.name, read.arguments)
  },
}
