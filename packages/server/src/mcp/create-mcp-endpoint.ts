import {
  createMcpHandler,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type McpHttpHandler,
} from '@modelcontextprotocol/server'
import { parseRequestHints } from '../tools/request-hints.ts'
import { runTool, type RunOptions } from '../tools/run-tool.ts'
import { toolDescriptor } from '../tools/tool-descriptor.ts'
import type { Tool } from '../tools/tool.ts'
import { viewContents, viewResource } from '../views/view-resource.ts'
import { isUriOf, loadView, type LoadedView, type View } from '../views/view.ts'
import { remoteOf } from './remote-address.ts'

/** Extension id of MCP Apps. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
const UI_EXTENSION = 'io.modelcontextprotocol/ui'

export interface McpEndpointOptions extends RunOptions {
  name: string
  version: string
  instructions?: string
  tools: ReadonlyMap<string, Tool>
  views: ReadonlyMap<string, View>
  now(): number
}

/**
 * The stateless MCP endpoint, both protocol eras. Each request gets a server of its own, so no answer can reach another client.
 * Lists and calls are answered by handlers of ours rather than by `registerTool`, which makes every JSON Schema anew per request
 * (12 % of a call, measured 2026-11-21) and words a wrong argument without its path.
 */
export function createMcpEndpoint(options: McpEndpointOptions): McpHttpHandler {
  return createMcpHandler(({ requestInfo }) => createServer(options, remoteOf(requestInfo)), {
    legacy: 'stateless',
    onerror: (error) => options.logger.debug({ reason: error.message }, 'mcp request refused'),
  })
}

function createServer(options: McpEndpointOptions, remoteAddress: string | undefined): McpServer {
  const mcp = new McpServer(
    { name: options.name, version: options.version },
    {
      capabilities: { tools: { listChanged: false }, resources: { listChanged: false }, extensions: { [UI_EXTENSION]: {} } },
      ...(options.instructions === undefined ? {} : { instructions: options.instructions }),
    },
  )
  const { server } = mcp
  server.setRequestHandler('tools/list', async () => {
    const loaded = await loadViews(options)
    return { tools: [...options.tools.values()].map((tool) => toolDescriptor(tool, uriOf(tool, loaded))) }
  })
  server.setRequestHandler('tools/call', async (request, context) => {
    const tool = options.tools.get(request.params.name)
    if (tool === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Tool ${request.params.name} not found`)
    const hints = parseRequestHints(context.mcpReq._meta)
    const toolContext = { ...hints, remoteAddress, signal: context.mcpReq.signal, now: options.now(), auth: null, operation: null, mcp: context }
    return server.projectCallToolResult(await runTool(tool, request.params.arguments, toolContext, options), tool.outputJson)
  })
  server.setRequestHandler('resources/list', async () => {
    const loaded = await loadViews(options)
    return { resources: [...loaded.values()].map(viewResource) }
  })
  server.setRequestHandler('resources/read', async (request) => {
    const { uri } = request.params
    const view = [...options.views.values()].find((candidate) => isUriOf(candidate, uri))
    if (view === undefined) throw new ResourceNotFoundError(uri)
    return { contents: [viewContents(await load(view, options), uri)] }
  })
  return mcp
}

/** A view's HTML comes from a file as a rule; where that is missing the SDK would send its path along with the error. */
async function load(view: View, options: McpEndpointOptions): Promise<LoadedView> {
  try {
    return await loadView(view)
  } catch (error) {
    const errorId = options.newErrorId()
    options.logger.error({ err: error, view: view.name, errorId }, 'view could not be loaded; is it built?')
    throw new ProtocolError(ProtocolErrorCode.InternalError, `The view ${view.name} could not be loaded. Error id: ${errorId}`)
  }
}

async function loadViews(options: McpEndpointOptions): Promise<Map<string, LoadedView>> {
  const loaded = await Promise.all([...options.views.values()].map((view) => load(view, options)))
  return new Map(loaded.map((entry) => [entry.view.name, entry]))
}

function uriOf(tool: Tool, loaded: ReadonlyMap<string, LoadedView>): string | null {
  const { view } = tool.options
  return view === undefined ? null : (loaded.get(view.name)?.uri ?? null)
}
