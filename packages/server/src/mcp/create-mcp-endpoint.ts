import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server'
import { runTool } from '../tools/run-tool.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { createLegacySessions } from './legacy-sessions.ts'
import type { ChangeNotifier } from './mcp-options.ts'
import { CALLS_GRACE_MS, createRunningCalls } from './running-calls.ts'
import type { McpServerOptions } from './mcp-server-options.ts'
import { createMcpServer } from './mcp-server.ts'

export interface McpEndpointOptions extends Omit<McpServerOptions, 'runCall'> {
  /** An unguessable id. */
  newSessionId(): string
}

export interface McpEndpoint {
  /** Answers one HTTP request; `parsedBody` is undefined where the method has none. */
  fetch(request: Request, parsedBody: unknown): Promise<Response>
  /** Whether GET and DELETE mean something, which they do for sessions only. */
  readonly hasSessions: boolean
  readonly notify: ChangeNotifier
  /** Waits CALLS_GRACE_MS for calls under way; call it when no more can come. */
  close(): Promise<void>
}

/**
 * The MCP endpoint, both protocol eras. Each request gets a server of its own, so no answer can reach another client.
 * Plain lists and calls are answered by `createDispatch`. All else is the SDK's, with handlers of ours rather than `registerTool`, which
 * makes every JSON Schema anew per request (12 % of a call, measured 2026-11-21) and words a wrong argument without its path.
 */
export function createMcpEndpoint(given: McpEndpointOptions): McpEndpoint {
  const calls = createRunningCalls()
  const options: McpServerOptions = { ...given, runCall: (tool, input, context) => calls.track(runTool(tool, input, context, given)) }
  const stateless = createMcpHandler(({ era }) => createMcpServer(options, era === 'modern'), {
    legacy: 'stateless',
    onerror: (error) => options.logger.debug({ reason: error.message }, 'mcp request refused'),
  })
  const sessions = createLegacySessions({
    createServer: () => createMcpServer(options, true),
    newId: given.newSessionId,
    now: options.now,
    hasSignIn: options.auth !== null,
    onError: (error) => options.logger.debug({ err: error }, 'mcp session could not be told or ended'),
  })
  const dispatch: Dispatch | null = options.shortWay === false ? null : createDispatch(options)
  const hasSessions = options.legacySessions === true
  const mayTell = options.changes === true

  return {
    hasSessions,
    fetch: async (request, parsedBody) => {
      const quick = dispatch === null ? null : await dispatch(request, parsedBody)
      if (quick !== null) return quick
      if (hasSessions && (await isLegacyRequest(request, parsedBody))) {
        const answer = await sessions.handle(request, parsedBody)
        if (answer !== null) return answer
      }
      return stateless.fetch(request, parsedBody === undefined ? {} : { parsedBody })
    },
    notify: {
      toolsChanged: () => tell((notifier) => notifier.toolsChanged()),
      promptsChanged: () => tell((notifier) => notifier.promptsChanged()),
      resourcesChanged: () => tell((notifier) => notifier.resourcesChanged()),
      resourceUpdated: (uri) => tell((notifier) => notifier.resourceUpdated(uri)),
    },
    close: async () => {
      await calls.settled(CALLS_GRACE_MS)
      await sessions.close()
      await stateless.close()
    },
  }

  function tell(say: (notifier: ChangeNotifier) => void): void {
    if (!mayTell) return
    say(stateless.notify)
    say(sessions.notify)
  }
}
