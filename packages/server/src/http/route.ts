import type { ToolAuth } from '../auth/auth.ts'
import type { RouteAuth } from '../auth/route-auth.ts'

/**
 * Whether a route may be called without an `Origin` header; a foreign or `null` one is refused before any route.
 * `optional-on-loopback` = only where nobody but this machine can reach the server (`RouteHead.isLocal`); `optional` = anywhere, for what a
 * person opens by a link.
 */
export type OriginRule = 'required' | 'optional-on-loopback' | 'optional'

/** A request before its body. */
export interface RouteHead {
  method: string
  /** Without `Authorization` where the route asks for sign-in: the token was judged and is nobody's further business. */
  headers: Headers
  /** Who calls, proved by a token; null where the route asks for none, or came without one that it may lack. */
  auth: ToolAuth | null
  /** Values of `:name` segments, decoded. */
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  /** Exact and allowed, or null when the header was absent. */
  origin: string | null
  remoteIsLoopback: boolean
  /** The peer's address, or undefined when it is gone already. Behind a proxy, the proxy's. */
  remoteAddress: string | undefined
  /**
   * True where nobody but this machine can reach the server: it is bound to loopback addresses, answers to no other host name, and the request
   * was not passed on by a proxy that says so.
   */
  isLocal: boolean
  /** Aborts when the client goes away. */
  signal: AbortSignal
  /** Milliseconds since the epoch, of the app's clock. */
  now: number
}

export interface RouteRequest extends RouteHead {
  /** Parsed JSON, not validated; undefined where the method has no body (GET, HEAD, DELETE). */
  body: unknown
}

/** `json` or `html`, never both; status 200 unless said. */
export type RouteReply =
  | { status?: number; headers?: Readonly<Record<string, string>>; json: unknown }
  | { status?: number; headers?: Readonly<Record<string, string>>; html: string }

export type RouteHandler = (request: RouteRequest) => RouteReply | Response | Promise<RouteReply | Response>

export interface RouteOptions {
  /** Default: `required` for POST, PUT, PATCH and DELETE, else `optional-on-loopback`. */
  origin?: OriginRule
  /** Who may call it; `optional` = with a token or without. Default: nobody is asked, whatever the app's sign-in says. */
  auth?: RouteAuth
  /** Bytes. Default ROUTE_BODY_MAX_BYTES. */
  maxBodyBytes?: number
  /** Asked before the body is read; refuses by throwing. */
  admit?: (head: RouteHead) => void
}

export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Route {
  method: RouteMethod
  /** Hono's pattern: `/carts/:id`. */
  path: string
  handler: RouteHandler
  origin: OriginRule
  auth: RouteAuth | null
  maxBodyBytes: number
  admit: (head: RouteHead) => void
}
