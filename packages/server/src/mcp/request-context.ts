import type { ServerContext } from '@modelcontextprotocol/server'
import { parseRequestHints, type RequestHints } from '../tools/request-hints.ts'
import type { ToolAuth } from '../auth/auth.ts'
import { notesOf } from './request-notes.ts'

/** What a prompt or a resource learns of the request it answers. */
export interface RequestContext extends RequestHints {
  /** The address the request came from, or undefined when its sender is gone. */
  remoteAddress: string | undefined
  /** Aborts when the caller cancels or goes away. */
  signal: AbortSignal
  /** Milliseconds since the epoch, of the app's clock. */
  now: number
  /** Who asks, proved by a token; null where the app has no sign-in, or the request came without. */
  auth: ToolAuth | null
  /** The SDK's own context: progress, log, elicitation and what else the protocol has. */
  mcp: ServerContext
}

export function requestContext(context: ServerContext, now: number): RequestContext {
  const { remoteAddress, auth } = notesOf(context.http?.req)
  return { ...parseRequestHints(context.mcpReq._meta), remoteAddress, signal: context.mcpReq.signal, now, auth, mcp: context }
}
