import { AppError, type ToolEffect, type TypedTool } from '@lockstep/contract'
import type { DocumentSpec, DocumentStore } from '@lockstep/sync'
import pino, { type Logger } from 'pino'
import type { z } from 'zod'
import { createDocumentHandle, type DocumentHandle } from './documents/document-handle.ts'
import { createHttp, mountRoutes, refuseMethod, type HttpApp, type HttpOptions } from './http/create-http.ts'
import { ROUTE_BODY_MAX_BYTES } from './http/http-limits.ts'
import { isLocalOnly, listenHttp, type ListenOptions } from './http/listen.ts'
import type { Route, RouteHandler, RouteMethod, RouteOptions } from './http/route.ts'
import { createMcpEndpoint } from './mcp/create-mcp-endpoint.ts'
import { mountMcp } from './mcp/mount-mcp.ts'
import { systemClock, systemIds, type Clock, type Ids } from './system.ts'
import { declareTool } from './tools/declare-tool.ts'
import type { Tool, ToolHandler, ToolOptions } from './tools/tool.ts'
import { declareView, type View, type ViewOptions } from './views/view.ts'

/** Milliseconds between two sweeps of documents past their idle time. */
export const SWEEP_INTERVAL_MS = 10 * 60_000
/** Milliseconds. */
export const DEFAULT_IDLE_TTL_MS = 24 * 60 * 60_000

export interface AppOptions {
  /** Kebab-case; part of every view's URI. */
  name: string
  version: string
  /** Told to the model once; the first 512 characters count most. */
  instructions?: string
  /** Closed by whoever opened it. */
  store: DocumentStore
  clock?: Clock
  ids?: Ids
  /** Default: pino on standard output, level `info`. */
  logger?: Logger
  /** Default: true unless NODE_ENV is `production`. Says more in errors, nothing else. */
  isDevelopment?: boolean
}

export interface Listening {
  /** `http://localhost:<port>`, without a path. */
  url: string
  mcpUrl: string
  port: number
  close(): Promise<void>
}

/** Declares a tool and infers all its types. */
export type DeclareTool = <
  const Name extends string,
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  const Effect extends ToolEffect,
  ToolView extends View | undefined = undefined,
  Private extends z.ZodObject = z.ZodObject,
>(
  name: Name,
  options: ToolOptions<Input, Output, Private, Effect, ToolView>,
  handler: ToolHandler<Input, Output, Private>,
) => TypedTool<Name, z.input<Input>, z.output<Output>, z.output<Private>, Effect, ToolView extends View<infer ViewName> ? ViewName : null>

export interface App {
  readonly name: string
  readonly store: DocumentStore
  readonly logger: Logger
  /** The HTTP app, for middleware and routes beyond `route`. Host and Origin are judged before it. */
  readonly hono: HttpApp
  /** A document kind of this app. @throws {AppError} DOCUMENT_DUPLICATE. */
  document(spec: DocumentSpec, options?: { idleTtlMs?: number }): DocumentHandle
  /** @throws {AppError} VIEW_INVALID, VIEW_DUPLICATE. */
  view<Name extends string>(name: Name, options: ViewOptions): View<Name>
  /** Answers a handle that carries the tool's types to its views. @throws {AppError} TOOL_INVALID, TOOL_DUPLICATE, TOOL_VIEW_UNKNOWN. */
  tool: DeclareTool
  /** An HTTP route beside `/mcp`. @throws {AppError} ROUTE_DUPLICATE. */
  route(method: RouteMethod, path: string, handler: RouteHandler, options?: RouteOptions): void
  /** Opens the server; declarations end here. @throws {AppError} as listenHttp, and APP_LISTENING on a second call. */
  listen(options: ListenOptions): Promise<Listening>
}

/** Makes an app: tools, views, documents and routes behind one port. */
export function createApp(options: AppOptions): App {
  const clock = options.clock ?? systemClock
  const ids = options.ids ?? systemIds
  const logger = options.logger ?? pino({ name: options.name })
  const tools = new Map<string, Tool>()
  const views = new Map<string, View>()
  const documents = new Map<string, DocumentHandle>()
  const routes: Route[] = []
  const newErrorId = (): string => ids.newId('err')
  const httpOptions: HttpOptions = {
    now: () => clock.now(),
    isLocal: () => isLocal,
    newErrorId,
    logError: (error, errorId) => logger.error({ err: error, errorId }, 'route failed unexpectedly'),
  }
  const hono = createHttp(httpOptions)
  let isListening = false
  let isLocal = false

  return {
    name: options.name,
    store: options.store,
    logger,
    hono,
    document(spec, { idleTtlMs = DEFAULT_IDLE_TTL_MS } = {}) {
      const handle = createDocumentHandle(
        spec,
        idleTtlMs,
        options.store,
        () => clock.now(),
        (error) => logger.error({ err: error, errorId: newErrorId() }, 'a listener to commits failed'),
      )
      return declare(documents, 'DOCUMENT_DUPLICATE', spec.name, handle)
    },
    view(name, viewOptions) {
      const view = declareView(options.name, name, viewOptions)
      declare<View>(views, 'VIEW_DUPLICATE', name, view)
      return view
    },
    tool(name, toolOptions, handler) {
      const { view } = toolOptions
      if (view !== undefined && views.get(view.name) !== view) {
        throw new AppError('TOOL_VIEW_UNKNOWN', `Tool '${name}': expected a view of this app, got '${view.name}'. Declare it with app.view.`, {
          blame: 'user',
        })
      }
      declare(tools, 'TOOL_DUPLICATE', name, declareTool(name, toolOptions, handler))
      return { name, effect: toolOptions.effect }
    },
    route(method, path, handler, routeOptions = {}) {
      if (routes.some((route) => route.method === method && route.path === path)) throw duplicate('ROUTE_DUPLICATE', `${method} ${path}`)
      const origin = routeOptions.origin ?? (method === 'GET' ? 'optional-on-loopback' : 'required')
      const { maxBodyBytes = ROUTE_BODY_MAX_BYTES, admit = () => {} } = routeOptions
      routes.push({ method, path, handler, origin, maxBodyBytes, admit })
    },
    async listen(listenOptions) {
      if (isListening) throw new AppError('APP_LISTENING', 'Expected listen once per app, got a second call. Create another app.', { blame: 'user' })
      isListening = true
      isLocal = isLocalOnly(listenOptions)
      const mcp = createMcpEndpoint({
        name: options.name,
        version: options.version,
        ...(options.instructions === undefined ? {} : { instructions: options.instructions }),
        tools,
        views,
        now: () => clock.now(),
        isDevelopment: options.isDevelopment ?? process.env['NODE_ENV'] !== 'production',
        newErrorId,
        logger,
      })
      mountMcp(hono, mcp)
      hono.get('/health', (context) => context.json({ status: 'ok', name: options.name, version: options.version }))
      hono.all('/health', () => refuseMethod('GET, HEAD'))
      mountRoutes(hono, routes, httpOptions)
      const server = await listenHttp(hono, listenOptions)
      const stopSweeping = startSweeping(options.store, documents, clock, logger)
      const url = `http://${shownHost(listenOptions.host)}:${server.port}`
      return {
        url,
        mcpUrl: `${url}/mcp`,
        port: server.port,
        close: async () => {
          await stopSweeping()
          await server.close()
          await mcp.close()
        },
      }
    },
  }
}

function declare<T>(known: Map<string, T>, code: string, name: string, value: T): T {
  if (known.has(name)) throw duplicate(code, name)
  known.set(name, value)
  return value
}

function duplicate(code: string, name: string): AppError {
  return new AppError(code, `Expected '${name}' to be declared once, got it twice. Rename or remove one.`, { blame: 'user' })
}

function shownHost(host = 'localhost'): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

/** Documents of all kinds share a table, so only what outlived the longest of their idle times is deleted; reads refuse the rest by age. */
function startSweeping(store: DocumentStore, documents: ReadonlyMap<string, DocumentHandle>, clock: Clock, logger: Logger): () => Promise<void> {
  const sweep = async (): Promise<void> => {
    const longest = Math.max(...[...documents.values()].map((handle) => handle.idleTtlMs), 0)
    try {
      const count = await store.sweep(clock.now() - longest, clock.now())
      if (count > 0) logger.info({ count }, 'expired documents deleted')
    } catch (error) {
      logger.error({ err: error }, 'expired documents could not be deleted; the next sweep tries again')
    }
  }
  let running = documents.size === 0 ? Promise.resolve() : sweep()
  const timer = setInterval(() => {
    running = sweep()
  }, SWEEP_INTERVAL_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
