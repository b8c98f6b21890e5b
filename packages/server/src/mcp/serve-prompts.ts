import { ProtocolError, ProtocolErrorCode, type McpServer } from '@modelcontextprotocol/server'
import { firstIssue } from '../tools/reply-fault.ts'
import { answering, declaredIn } from './answering.ts'
import { checkReadAuth } from './check-read-auth.ts'
import { guarded } from './guarded.ts'
import type { McpServerOptions } from './mcp-server-options.ts'
import { notesOf } from './request-notes.ts'

/** Answers what asks for prompts. */
export function servePrompts({ server }: McpServer, options: McpServerOptions): void {
  server.setRequestHandler('prompts/list', (request) =>
    guarded(options, request.method, null, () => ({ prompts: [...options.prompts.values()].map(({ descriptor }) => descriptor) })),
  )
  server.setRequestHandler('prompts/get', (request, context) =>
    guarded(options, request.method, declaredIn(options.prompts, request.params.name), async () => {
      const prompt = options.prompts.get(request.params.name)
      if (prompt === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Prompt ${request.params.name} not found`)
      checkReadAuth(prompt.auth, notesOf(context.http?.req).auth, options.auth)
      const input = prompt.arguments.safeParse(request.params.arguments ?? {})
      if (!input.success) {
        const { path, message: why } = firstIssue(input.error)
        const message = `Invalid arguments for ${prompt.name}${path === '' ? '' : ` at ${path}`}: ${why}`
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, message, { code: 'invalid_request', ...(path === '' ? {} : { path }) })
      }
      return answering(options, context, (asked) => prompt.run(input.data, asked))
    }),
  )
}
