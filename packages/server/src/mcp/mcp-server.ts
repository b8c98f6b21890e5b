import { isInputRequiredResult, McpServer, ProtocolError, ProtocolErrorCode, type ServerCapabilities } from '@modelcontextprotocol/server'
import type { ToolResult } from '../tools/operations.ts'
import { answering, declaredIn } from './answering.ts'
import { complete, isCompletable } from './complete.ts'
import { guarded } from './guarded.ts'
import type { McpServerOptions } from './mcp-server-options.ts'
import { takeReady, type ReadyAnswer } from './ready-answers.ts'
import { requestContext } from './request-context.ts'
import { servePrompts } from './serve-prompts.ts'
import { serveResources } from './serve-resources.ts'

/** Extension id of MCP Apps. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
const UI_EXTENSION = 'io.modelcontextprotocol/ui'

/** One server of the SDK with all the app has; `hasChannel` = its client can be told of changes. */
export function createMcpServer(options: McpServerOptions, hasChannel: boolean): McpServer {
  const mcp = new McpServer(
    { name: options.name, version: options.version },
    {
      capabilities: capabilitiesOf(options, hasChannel),
      ...(options.instructions === undefined ? {} : { instructions: options.instructions }),
    },
  )
  // asked before a call to find the inputs that travel as headers too (`x-mcp-header`)
  mcp.toolInputSchemaJson = (name) => options.tools.get(name)?.inputJson
  setToolHandlers(mcp, options)
  serveResources(mcp, options)
  if (options.prompts.size > 0) servePrompts(mcp, options)
  if (isCompletable(options)) {
    mcp.server.setRequestHandler('completion/complete', (request, context) =>
      guarded(options, request.method, null, () => answering(options, context, (asked) => complete(request.params, options, asked))),
    )
  }
  return mcp
}

function capabilitiesOf(options: McpServerOptions, hasChannel: boolean): ServerCapabilities {
  const listChanged = hasChannel && options.changes === true
  return {
    tools: { listChanged },
    resources: { listChanged, ...(listChanged ? { subscribe: true } : {}) },
    ...(options.prompts.size === 0 ? {} : { prompts: { listChanged } }),
    ...(isCompletable(options) ? { completions: {} } : {}),
    ...(options.logging === true ? { logging: {} } : {}),
    extensions: { [UI_EXTENSION]: {} },
  }
}

function setToolHandlers({ server }: McpServer, options: McpServerOptions): void {
  server.setRequestHandler('tools/list', (request, context) => {
    const ready = takeReady(context.http?.req)
    if (ready !== null && 'error' in ready) throw ready.error
    return guarded(options, request.method, null, async () => ({ tools: await options.listTools() }))
  })
  server.setRequestHandler('tools/call', (request, context) => {
    const ready = takeReady(context.http?.req)
    if (ready !== null) return written(ready)
    return guarded(options, request.method, declaredIn(options.tools, request.params.name), async () => {
      const tool = options.tools.get(request.params.name)
      if (tool === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Tool ${request.params.name} not found`)
      const toolContext = { ...requestContext(context, options.now()), operation: null }
      const result = await options.runCall(tool, request.params.arguments, toolContext)
      // the SDK answers nothing at all when it finds too late that a result cannot be written
      JSON.stringify(result)
      return isInputRequiredResult(result) ? result : server.projectCallToolResult(result, tool.outputJson)
    })
  })
}

function written(ready: ReadyAnswer): ToolResult {
  if ('error' in ready) throw ready.error
  return ready.result
}
