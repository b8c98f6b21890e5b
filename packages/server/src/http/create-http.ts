import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { authorizeRoute, checkRouteAuth } from '../auth/route-auth.ts'
import type { SignIn } from '../auth/sign-in.ts'
import { BASE_HEADERS, refusalOf, refusalResponse, replyResponse } from './answer.ts'
import { httpError } from './http-refusal.ts'
import { readJsonBody } from './read-body.ts'
import { isLoopbackAddress } from './request-guard.ts'
import type { Route, RouteHead } from './route.ts'

export type HttpEnv = { Bindings: HttpBindings }
export type HttpApp = Hono<HttpEnv>

/** Headers that proxies put on what they pass on. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']
const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH'])
/** Seconds a browser may remember a preflight. */
const PREFLIGHT_MAX_AGE_S = 600

export interface HttpOptions {
  now(): number
  /** As `RouteHead.isLocal`; asked per request, because it is known only once the server listens. */
  isLocal(): boolean
  newErrorId(): string
  logError(error: unknown, errorId: string): void
}

/** The Hono app: base headers on every answer, refusals as JSON, unknown paths 404. Host and Origin are judged before it, by the listener. */
export function createHttp(options: HttpOptions): HttpApp {
  const http = new Hono<HttpEnv>()
  http.use('*', async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(BASE_HEADERS)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value)
    }
  })
  http.notFound(() => refusalResponse(httpError(404, 'not_found', 'There is nothing at this path.')))
  // a refusal of middleware that the app put on `app.hono` itself
  http.onError((error) =>
    error instanceof HTTPException ? error.getResponse() : refusalResponse(refusalOf(error, options.newErrorId, options.logError)),
  )
  return http
}

/**
 * Mounts the routes, their preflights, and 405 with Allow for every other method on their paths.
 * @throws {AppError} AUTH_MISSING (blame user) for a route that needs sign-in where there is none.
 */
export function mountRoutes(http: HttpApp, routes: readonly Route[], options: HttpOptions, signIn: SignIn | null): void {
  checkRouteAuth(signIn, routes)
  for (const route of routes) {
    http.on(route.method, route.path, async (context) => {
      const origin = context.req.header('origin') ?? null
      const response = await handle(route, context, origin, options, signIn)
      return withCors(response, origin)
    })
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method as string)
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
    http.options(path, (context) => preflight(context.req.header('origin') ?? null, allow))
    http.all(path, (context) => withCors(refuseMethod(allow), context.req.header('origin') ?? null))
  }
}

export function refuseMethod(allow: string): Response {
  return refusalResponse(httpError(405, 'method_not_allowed', `This path answers to ${allow} only.`, { headers: { Allow: allow } }))
}

async function handle(
  route: Route,
  context: Context<HttpEnv>,
  origin: string | null,
  options: HttpOptions,
  signIn: SignIn | null,
): Promise<Response> {
  try {
    const { remoteAddress } = context.env.incoming.socket
    const remoteIsLoopback = isLoopbackAddress(remoteAddress)
    // what a proxy passes on comes from elsewhere, whatever name it calls us by
    const isLocal = options.isLocal() && !FORWARDED.some((name) => context.req.raw.headers.has(name))
    const mayLackOrigin = route.origin === 'optional' || (route.origin === 'optional-on-loopback' && isLocal && remoteIsLoopback)
    if (origin === null && !mayLackOrigin) {
      throw httpError(403, 'origin_required', 'This path needs an Origin header that the server was told to trust.')
    }
    const headers = route.auth === null ? context.req.raw.headers : new Headers(context.req.raw.headers)
    const auth = route.auth === null || signIn === null ? null : await authorizeRoute(signIn, route.auth, headers)
    if (route.auth !== null) headers.delete('authorization')
    const head: RouteHead = {
      method: context.req.method,
      headers,
      auth,
      params: context.req.param(),
      query: new URL(context.req.url).searchParams,
      origin,
      remoteIsLoopback,
      remoteAddress,
      isLocal,
      signal: context.req.raw.signal,
      now: options.now(),
    }
    route.admit(head)
    const body = BODY_METHODS.has(route.method) ? await readJsonBody(context.env.incoming, context.env.outgoing, route.maxBodyBytes) : undefined
    const reply = await route.handler({ ...head, body })
    return reply instanceof Response ? reply : replyResponse(reply)
  } catch (error) {
    return refusalResponse(refusalOf(error, options.newErrorId, options.logError))
  }
}

/** An origin that is present here was found in the list before; answers vary by it either way. */
function withCors(response: Response, origin: string | null): Response {
  const headers = new Headers(response.headers)
  headers.append('Vary', 'Origin')
  if (origin !== null) {
    headers.set('Access-Control-Allow-Origin', origin)
    headers.set('Access-Control-Expose-Headers', 'ETag, Idempotent-Replayed, Retry-After, WWW-Authenticate')
  }
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

function preflight(origin: string | null, allow: string): Response {
  if (origin === null) return new Response(null, { status: 204, headers: { Allow: allow } })
  const headers = {
    'Access-Control-Allow-Methods': allow,
    'Access-Control-Allow-Headers': 'Content-Type, Idempotency-Key, If-Match, Authorization',
    'Access-Control-Max-Age': String(PREFLIGHT_MAX_AGE_S),
  }
  return withCors(new Response(null, { status: 204, headers }), origin)
}
