import { RESULT_META } from '@lockstep/contract'
import type { ToolCallResult } from '../../api/host-state.ts'
import type { AppRegistry } from '../app-registry.ts'
import { toMcpFault } from '../mcp-fault.ts'
import { invalidParams, refused, ViewRefusal } from '../view-refusal.ts'
import type { ActionContext } from './action-context.ts'

/** A view reaches its own server only, and there only the tools that are open to views. */
export interface ToolActions {
  callTool(name: string, args: Record<string, unknown>): Promise<ToolCallResult>
  readResource(uri: string): Promise<unknown>
}

export function createToolActions(context: ActionContext): ToolActions {
  const { apps, instanceId } = context

  function server(): NonNullable<ReturnType<AppRegistry['find']>> {
    const found = apps.find(context.current().app)
    if (found === null) throw refused(`The app ${context.current().app} is not configured any more.`)
    return found
  }

  function refusal(error: unknown, mcpUrl: string, what: string): ViewRefusal {
    const fault = toMcpFault(error, mcpUrl)
    context.trace('mcp.fault', { what, kind: fault.kind, message: fault.message, by: 'view', instanceId })
    return fault.rpcCode === null ? refused(fault.message) : new ViewRefusal(fault.rpcCode, fault.message)
  }

  return {
    async callTool(name, args) {
      const { connection, app } = server()
      const tool = apps.findTool(app.name, name)
      if (tool === null) throw invalidParams(`The server has no tool ${name}.`)
      if (!tool.visibleToView) throw refused(`The tool ${name} is for the model only; add "app" to its _meta.ui.visibility to call it from a view.`)
      context.trace('mcp.call', { tool: name, arguments: args, by: 'view', instanceId })
      try {
        const result = await connection.callTool(name, args, { meta: context.requestMeta(instanceId) })
        context.trace('mcp.result', { tool: name, isError: result.isError === true, by: 'view', instanceId })
        if (result._meta?.[RESULT_META.closeWidget] === true) context.closeAfterAnswer()
        return result
      } catch (error) {
        throw refusal(error, app.mcpUrl, name)
      }
    },
    async readResource(uri) {
      const { connection, app } = server()
      try {
        return await connection.readResource(uri, { meta: context.requestMeta(instanceId) })
      } catch (error) {
        throw refusal(error, app.mcpUrl, uri)
      }
    },
  }
}
