import { isInputRequiredResult, ProtocolError } from '@modelcontextprotocol/server'
import type { Tool } from '../tools/tool.ts'
import { timeLimitMs } from '../tools/within-time.ts'
import { guarded, tellable } from './guarded.ts'
import type { McpServerOptions } from './mcp-server-options.ts'
import { callResponse, createListWriter, isPlainResult, listResponse } from './plain-answer.ts'
import { plainContext } from './plain-context.ts'
import { readPlainRequest, type PlainRequest } from './plain-request.ts'
import { leaveReady } from './ready-answers.ts'
import { requestContext } from './request-context.ts'

/** Milliseconds without a byte of the answer that no proxy minds. */
const QUIET_MAX_MS = 30_000

/** Answers a request of the endpoint, or null: then the SDK answers it. */
export type Dispatch = (request: Request, parsedBody: unknown) => Promise<Response | null>

/**
 * The short way for plain lists and calls, which are nearly all there are: no server and no transport of the SDK is made for them.
 * Whatever is unusual goes to the SDK: the request as it is, or, when a tool has run already, its outcome, so that no tool runs twice and
 * every odd answer is the SDK's own. A test sends the same requests both ways and compares.
 */
export function createDispatch(options: McpServerOptions): Dispatch {
  const server = { name: options.name, version: options.version }
  const write = createListWriter()
  const isFit = new Map([...options.tools.values()].map((tool) => [tool.name, isPlainTool(tool)]))

  async function call(plain: PlainRequest, tool: Tool, request: Request): Promise<Response | null> {
    const { context, said } = plainContext(plain, request, options.logging === true)
    try {
      const toolContext = { ...requestContext(context, options.now()), operation: null }
      const result = await guarded(options, plain.method, tool.name, () => options.runCall(tool, plain.arguments, toolContext))
      if (!isInputRequiredResult(result) && isPlainResult(result)) return callResponse(plain, result, said, server)
      leaveReady(request, { result })
    } catch (error) {
      leaveReady(request, { error: error instanceof ProtocolError ? error : tellable(error, options).error })
    }
    return null
  }

  async function list(plain: PlainRequest, request: Request): Promise<Response | null> {
    try {
      return listResponse(plain, write(await guarded(options, plain.method, null, () => options.listTools())), server)
    } catch (error) {
      leaveReady(request, { error })
      return null
    }
  }

  return async (request, parsedBody) => {
    if (request.method !== 'POST') return null
    const plain = readPlainRequest(request.headers, parsedBody)
    if (plain === null || (plain.era === 'legacy' && options.logging === true)) return null
    if (plain.method === 'tools/list') return list(plain, request)
    const tool = isFit.get(plain.name) === true ? options.tools.get(plain.name) : undefined
    return tool === undefined ? null : call(plain, tool, request)
  }
}

/**
 * Tools that ask before they act, and those whose inputs travel as headers too, are the SDK's. So are those that may take long: its stream
 * says now and then that the call is still on, which keeps a proxy from ending it.
 */
function isPlainTool({ options, inputJson }: Tool): boolean {
  const isQuick = timeLimitMs(options) <= QUIET_MAX_MS
  return isQuick && typeof options.confirm !== 'function' && !JSON.stringify(inputJson).includes('x-mcp-header')
}
