import { AppError, RESULT_META, RPC_CODES } from '@lockstep/contract'
import type { ToolCallResult } from '../../api/host-state.ts'
import type { AppRegistry } from '../app-registry.ts'
import type { HostClock } from '../clock.ts'
import { answerLater, type LaterAnswer } from '../later-answer.ts'
import type { ServerList } from '../mcp-connection.ts'
import { toMcpFault } from '../mcp-fault.ts'
import type { ToolDescriptor } from '../tool-descriptor.ts'
import type { ViewCall } from '../view-methods/view-call.ts'
import { invalidParams, refused, ViewRefusal } from '../view-refusal.ts'
import { markedResult, widgetSessionIdOf } from '../widget-session.ts'
import type { ActionContext } from './action-context.ts'

/** Milliseconds a call's answer may hold a connection of the page: it has few, and with them gone nothing else of a view gets through. */
const SOON_MS = 250

/** A view reaches its own server only, and there only the tools that are open to views. */
export interface ToolActions {
  /** A slow one is answered later, so that it holds none of the page's connections. */
  callTool(name: string, args: Record<string, unknown>, call: ViewCall): Promise<ToolCallResult | LaterAnswer>
  readResource(uri: string): Promise<unknown>
  /** A list of its server, as sent; `params.cursor` asks for one page. */
  listFromServer(what: ServerList, params: Record<string, unknown>): Promise<Record<string, unknown>>
}

export function createToolActions(context: ActionContext): ToolActions {
  const { apps, files, instanceId } = context

  function server(): NonNullable<ReturnType<AppRegistry['find']>> {
    const found = apps.find(context.current().app)
    if (found === null) throw refused(`The app ${context.current().app} is not configured any more.`)
    return found
  }

  const meta = (): Record<string, unknown> => context.requestMeta(widgetSessionIdOf(context.current()))

  /** As the view of the moment gets it; one that was closed meanwhile gets it as it came. */
  function markedAsMounted(result: ToolCallResult): ToolCallResult {
    const view = context.view()
    return view === null ? result : { ...result, ...markedResult({ ...result }, view, context.profile()) }
  }

  function refusal(error: unknown, mcpUrl: string, what: string): ViewRefusal {
    const fault = toMcpFault(error, mcpUrl)
    context.trace('mcp.fault', { what, kind: fault.kind, message: fault.message, by: 'view', instanceId })
    // A server that is away may be there the next time; a refusal would tell the view not to try again.
    if (fault.kind === 'transport') return new ViewRefusal(RPC_CODES.internalError, fault.message)
    return fault.rpcCode === null ? refused(fault.message) : new ViewRefusal(fault.rpcCode, fault.message)
  }

  async function answerSoonOrLater(running: Promise<ToolCallResult>): Promise<ToolCallResult | LaterAnswer> {
    const isSoon = await settlesWithin(running, SOON_MS, context.clock)
    if (isSoon) {
      const result = await running
      if (closesView(result)) context.closeAfterAnswer()
      return result
    }
    // The answer is on its way to the view before the view is told to go.
    void running.then(
      (result) => void (closesView(result) && context.clock.setTimeout(() => context.close('the server closed it'), 0)),
      () => undefined,
    )
    return answerLater(running)
  }

  async function run(name: string, args: Record<string, unknown>, { signal, onProgress }: ViewCall): Promise<ToolCallResult> {
    const { connection, app } = server()
    const tool = apps.findTool(app.name, name)
    if (tool === null) throw invalidParams(`The server has no tool ${name}.`)
    if (!tool.visibleToView) throw refused(`The tool ${name} is for the model only; add "app" to its _meta.ui.visibility to call it from a view.`)
    context.trace('mcp.call', { tool: name, arguments: args, by: 'view', instanceId })
    const sent = filledArguments(tool, args)
    try {
      const options = { meta: meta(), by: 'view', instanceId, signal, ...(onProgress === null ? {} : { onProgress }) } as const
      const result = await connection.callTool(name, sent, options)
      // A new conversation, begun meanwhile, is told nothing of it.
      if (context.view() === null) return result
      context.trace('mcp.result', { tool: name, isError: result.isError === true, by: 'view', instanceId })
      files.noteResult(app.name, result)
      return markedAsMounted(result)
    } catch (error) {
      throw refusal(error, app.mcpUrl, name)
    }
  }

  /** File fields get addresses; a file that is not this view's is refused before anything is sent. */
  function filledArguments({ name, fileParams }: ToolDescriptor, args: Record<string, unknown>): Record<string, unknown> {
    const view = context.current()
    try {
      return files.expandArguments({ app: view.app, name, fileParams }, args, { kind: 'view', view })
    } catch (error) {
      throw error instanceof AppError ? invalidParams(error.message) : error
    }
  }

  return {
    callTool: (name, args, call) => answerSoonOrLater(run(name, args, call)),
    async readResource(uri) {
      const { connection, app } = server()
      try {
        return await connection.readResource(uri, { meta: meta(), by: 'view', instanceId })
      } catch (error) {
        throw refusal(error, app.mcpUrl, uri)
      }
    },
    async listFromServer(what, params) {
      const { connection, app } = server()
      try {
        return await connection.list(what, typeof params['cursor'] === 'string' ? { cursor: params['cursor'] } : undefined)
      } catch (error) {
        throw refusal(error, app.mcpUrl, `list of ${what}`)
      }
    },
  }
}

function closesView({ _meta }: ToolCallResult): boolean {
  return _meta?.[RESULT_META.closeWidget] === true
}

async function settlesWithin(running: Promise<unknown>, ms: number, clock: HostClock): Promise<boolean> {
  let timer: unknown
  const late = new Promise<boolean>((resolve) => {
    timer = clock.setTimeout(() => resolve(false), ms)
  })
  const settled = running.then(
    () => true,
    () => true,
  )
  const isSettled = await Promise.race([settled, late])
  clock.clearTimeout(timer)
  return isSettled
}
