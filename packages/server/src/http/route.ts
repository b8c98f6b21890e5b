/** Whether a route may be called without an `Origin` header; a foreign or `null` one is refused before any route. */
export type OriginRule = 'required' | 'optional-on-loopback'

export interface RouteRequest {
  method: string
  /** Parsed JSON, not validated; undefined where the method has no body (GET, HEAD, DELETE). */
  body: unknown
  headers: Headers
  /** Values of `:name` segments, decoded. */
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  /** Exact and allowed, or null when the header was absent. */
  origin: string | null
  remoteIsLoopback: boolean
  /** Aborts when the client goes away. */
  signal: AbortSignal
  /** Milliseconds since the epoch, of the app's clock. */
  now: number
}

/** `json` or `html`, never both; status 200 unless said. */
export type RouteReply =
  | { status?: number; headers?: Readonly<Record<string, string>>; json: unknown }
  | { status?: number; headers?: Readonly<Record<string, string>>; html: string }

export type RouteHandler = (request: RouteRequest) => RouteReply | Response | Promise<RouteReply | Response>

export interface RouteOptions {
  /** Default: `required` for POST, PUT, PATCH and DELETE, else `optional-on-loopback`. */
  origin?: OriginRule
  /** Bytes. Default ROUTE_BODY_MAX_BYTES. */
  maxBodyBytes?: number
}

export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Route {
  method: RouteMethod
  /** Hono's pattern: `/carts/:id`. */
  path: string
  handler: RouteHandler
  origin: OriginRule
  maxBodyBytes: number
}
