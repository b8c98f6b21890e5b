import { AppError } from '@lockstep/contract'
import type { DocumentSpec, DocumentStore, ValueOf } from '@lockstep/sync'
import pino, { type Logger } from 'pino'
import type { z } from 'zod'
import type { AuthOptions } from './auth/auth-options.ts'
import { mountAuthMetadata } from './auth/metadata-routes.ts'
import { openSignIn } from './auth/sign-in.ts'
import { declareDocument } from './documents/declare-document.ts'
import type { DocumentHandle } from './documents/document-handle.ts'
import { guardReads } from './documents/read-guard.ts'
import { startSweeping } from './documents/sweep.ts'
import { declareSyncTools, type SyncTools, type SyncToolOptions } from './documents/sync-tools.ts'
import { createHttp, mountRoutes, refuseMethod, type HttpApp, type HttpOptions } from './http/create-http.ts'
import { ROUTE_BODY_MAX_BYTES } from './http/http-limits.ts'
import { isLocalOnly, listenHttp, type ListenOptions } from './http/listen.ts'
import type { Route, RouteHandler, RouteMethod, RouteOptions } from './http/route.ts'
import { createMcpEndpoint, type McpEndpoint } from './mcp/create-mcp-endpoint.ts'
import type { ChangeNotifier, McpOptions } from './mcp/mcp-options.ts'
import { mountMcp } from './mcp/mount-mcp.ts'
import { declarePrompt, type Prompt, type PromptHandler, type PromptOptions } from './mcp/prompts.ts'
import { declareResource, type Resource, type ResourceHandler, type ResourceOptions } from './mcp/resources.ts'
import { systemClock, systemIds, type Clock, type Ids } from './system.ts'
import type { Around } from './tools/around.ts'
import type { BudgetRule } from './tools/budget.ts'
import { declarationAdvice } from './tools/declaration-advice.ts'
import { declareTool } from './tools/declare-tool.ts'
import { createRunOptions } from './tools/run-options.ts'
import { createToolList } from './tools/tool-list.ts'
import type { DeclareTool, Tool } from './tools/tool.ts'
import { findAppRoot } from './views/app-root.ts'
import { readDevOrigin } from './views/dev-origin.ts'
import { createViewReader } from './views/view-html.ts'
import type { Dialects } from './views/view-metadata.ts'
import type { ViewOptions } from './views/view-options.ts'
import { createViewShelf } from './views/view-shelf.ts'
import { declareView, type View } from './views/view.ts'

/** Milliseconds. */
export const DEFAULT_IDLE_TTL_MS = 24 * 60 * 60_000
/** Characters below which a secret can be guessed. */
const SECRET_MIN_CHARS = 16

export interface AppOptions {
  /** Kebab-case; part of every view's URI. */
  name: string
  version: string
  /** Told to the model once; the first 512 characters count most. */
  instructions?: string
  /** Closed by whoever opened it. Tools get it as `app.store`, which refuses writes of read tools. */
  store: DocumentStore
  clock?: Clock
  ids?: Ids
  /** Default: pino on standard output, level `info`. */
  logger?: Logger
  /** Sign-in. Default: none, everybody is nobody. */
  auth?: AuthOptions
  /** Sessions for older clients, news of changes, logging to the client. Default: none of them. */
  mcp?: McpOptions
  /** Default: true unless NODE_ENV is `production`. Says more in errors, and in the log of declarations; nothing else. */
  isDevelopment?: boolean
  /** The app's folder, where views with an `entry` are in `dist/views`. Default: the nearest at or above the module that runs with a configuration or a package. */
  root?: string
  /** Which metadata tools and views carry: the standard's and OpenAI's, or the standard's alone. Default `both`. */
  dialects?: Dialects
  /** What an answer may cost a model. */
  budget?: BudgetRule
  /** Key of confirmations and tokens, the same in every process that serves this app; keep it with the store. Default: random for each process. */
  secret?: string
}

export interface Listening {
  /** `http://localhost:<port>`, without a path. */
  url: string
  mcpUrl: string
  port: number
  close(): Promise<void>
}

export interface App {
  readonly name: string
  /** The store as tools may use it: a commit of a tool of effect `read` rejects with TOOL_READ_WRITES. */
  readonly store: DocumentStore
  readonly logger: Logger
  /** The HTTP app, for middleware and routes beyond `route`. Host and Origin are judged before it. */
  readonly hono: HttpApp
  /** A document kind of this app, typed by its spec. @throws {AppError} DOCUMENT_INVALID, DOCUMENT_DUPLICATE. */
  document<const Spec extends DocumentSpec>(spec: Spec, options?: { idleTtlMs?: number }): DocumentHandle<ValueOf<Spec>>
  /** The two app-only tools by which views keep documents of a kind: `sync_<kind>` and `<kind>_changes`. @throws {AppError} TOOL_DUPLICATE, SYNC_ACCESS_MISSING. */
  syncTool(handle: DocumentHandle, options?: SyncToolOptions): SyncTools
  /** Answers a handle for tools to name. @throws {AppError} VIEW_INVALID, VIEW_DUPLICATE. */
  view<Name extends string>(name: Name, options: ViewOptions): View<Name>
  /** Answers a handle that carries the tool's types to its views. @throws {AppError} TOOL_INVALID, TOOL_DUPLICATE, TOOL_VIEW_UNKNOWN. */
  tool: DeclareTool
  /**
   * Middleware around every call of every tool, declared before or after; the first one is outermost. It is asked before the person (`confirm`) and
   * before repeats are known or kept: the place of limits and of who may use what.
   */
  around(middleware: Around): void
  /** A prompt that people pick from a menu. @throws {AppError} PROMPT_INVALID, PROMPT_DUPLICATE. */
  prompt<Arguments extends z.ZodObject>(name: string, options: PromptOptions<Arguments>, handler: PromptHandler<Arguments>): void
  /** A resource, or with `{name}` parts in its URI a template of many. @throws {AppError} RESOURCE_INVALID, RESOURCE_DUPLICATE. */
  resource(uri: string, options: ResourceOptions, handler: ResourceHandler): void
  /** Tells clients that listen that something changed; needs `mcp.changes`. */
  readonly notify: ChangeNotifier
  /** An HTTP route beside `/mcp`. @throws {AppError} ROUTE_DUPLICATE. */
  route(method: RouteMethod, path: string, handler: RouteHandler, options?: RouteOptions): void
  /** Opens the server; declarations end here. @throws {AppError} as listenHttp, and APP_LISTENING on a second call. */
  listen(options: ListenOptions): Promise<Listening>
}

/** Makes an app: tools, views, documents and routes behind one port. @throws {AppError} APP_SECRET_WEAK (blame user). */
export function createApp(options: AppOptions): App {
  checkSecret(options)
  const clock = options.clock ?? systemClock
  const ids = options.ids ?? systemIds
  const logger = options.logger ?? pino({ name: options.name })
  const tools = new Map<string, Tool>()
  const views = new Map<string, View>()
  const prompts = new Map<string, Prompt>()
  const resources = new Map<string, Resource>()
  let mcp: McpEndpoint | null = null
  const documents = new Map<string, { readonly idleTtlMs: number }>()
  const middleware: Around[] = []
  const store = guardReads(options.store)
  const isDevelopment = options.isDevelopment ?? process.env['NODE_ENV'] !== 'production'
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

  const tool: DeclareTool = (name, toolOptions, handler) => {
    const { view } = toolOptions
    if (view !== undefined && views.get(view.name) !== view) {
      throw new AppError('TOOL_VIEW_UNKNOWN', `Tool '${name}': expected a view of this app, got '${view.name}'. Declare it with app.view.`, {
        blame: 'user',
      })
    }
    const declared = declare(tools, 'TOOL_DUPLICATE', name, declareTool(name, toolOptions, handler, middleware))
    if (isDevelopment) for (const advice of declarationAdvice(declared)) logger.warn({ tool: name }, `tool '${name}': ${advice}`)
    return { name, effect: toolOptions.effect }
  }

  return {
    name: options.name,
    store,
    logger,
    hono,
    document(spec, { idleTtlMs = DEFAULT_IDLE_TTL_MS } = {}) {
      const handle = declareDocument(spec, {
        idleTtlMs,
        store,
        now: () => clock.now(),
        onListenerError: (error) => logger.error({ err: error, errorId: newErrorId() }, 'a listener to commits failed'),
      })
      declare<{ readonly idleTtlMs: number }>(documents, 'DOCUMENT_DUPLICATE', spec.name, handle)
      return handle
    },
    syncTool: (handle, syncOptions = {}) => {
      if (options.auth !== undefined && syncOptions.access === undefined) throw accessMissing(handle.spec.name)
      return declareSyncTools(tool, handle, syncOptions)
    },
    view(name, viewOptions) {
      const view = declareView(options.name, name, viewOptions, (message) => logger.warn({ view: name }, message))
      if ([...views.values()].some(({ aliasUri }) => aliasUri === view.aliasUri)) throw duplicate('VIEW_DUPLICATE', view.aliasUri)
      declare<View>(views, 'VIEW_DUPLICATE', name, view)
      return view
    },
    tool,
    around(one) {
      middleware.push(one)
    },
    prompt(name, promptOptions, handler) {
      declare(prompts, 'PROMPT_DUPLICATE', name, declarePrompt(name, promptOptions, handler))
    },
    resource(uri, resourceOptions, handler) {
      declare(resources, 'RESOURCE_DUPLICATE', uri, declareResource(uri, resourceOptions, handler))
    },
    notify: {
      toolsChanged: () => mcp?.notify.toolsChanged(),
      promptsChanged: () => mcp?.notify.promptsChanged(),
      resourcesChanged: () => mcp?.notify.resourcesChanged(),
      resourceUpdated: (uri) => mcp?.notify.resourceUpdated(uri),
    },
    route(method, path, handler, routeOptions = {}) {
      if (routes.some((route) => route.method === method && route.path === path)) throw duplicate('ROUTE_DUPLICATE', `${method} ${path}`)
      const origin = routeOptions.origin ?? (method === 'GET' ? 'optional-on-loopback' : 'required')
      const { maxBodyBytes = ROUTE_BODY_MAX_BYTES, admit = () => {}, auth = null } = routeOptions
      routes.push({ method, path, handler, origin, auth, maxBodyBytes, admit })
    },
    async listen(listenOptions) {
      if (isListening) throw new AppError('APP_LISTENING', 'Expected listen once per app, got a second call. Create another app.', { blame: 'user' })
      isListening = true
      isLocal = isLocalOnly(listenOptions)
      const publicMcpUrl = listenOptions.publicUrl === undefined ? null : `${listenOptions.publicUrl}/mcp`
      let mcpUrl: string | null = null
      const signIn = openSignIn(options.auth, tools, { isLocal, publicMcpUrl, mcpUrl: () => mcpUrl, now: () => clock.now(), newErrorId, logger })
      warnOfRandomSecret(options, tools, logger)
      const devOrigin = readDevOrigin(process.env)
      const { root = findAppRoot(process.argv[1]), dialects = 'both' } = options
      const read = createViewReader({ root, devOrigin, warn: (message) => logger.warn(message) })
      const shelf = createViewShelf({ views, read, dialects, devOrigin, newErrorId, logger })
      const endpoint = createMcpEndpoint({
        ...options.mcp,
        name: options.name,
        version: options.version,
        ...(options.instructions === undefined ? {} : { instructions: options.instructions }),
        tools,
        prompts,
        resources,
        shelf,
        listTools: createToolList({ tools, shelf, dialects, auth: options.auth }),
        newSessionId: () => ids.newId('s'),
        now: () => clock.now(),
        ...createRunOptions({
          appName: options.name,
          store,
          secret: options.secret ?? ids.newId('secret'),
          now: () => clock.now(),
          newId: (prefix) => ids.newId(prefix),
          isDevelopment,
          logger,
          ...(options.budget === undefined ? {} : { budget: options.budget }),
          auth: signIn?.settings ?? null,
        }),
      })
      mcp = endpoint
      mountMcp(hono, endpoint, signIn)
      mountAuthMetadata(hono, signIn, options.name)
      hono.get('/health', (context) => context.json({ status: 'ok', name: options.name, version: options.version }))
      hono.all('/health', () => refuseMethod('GET, HEAD'))
      mountRoutes(hono, routes, httpOptions, signIn)
      const server = await listenHttp(hono, listenOptions)
      const stopSweeping = startSweeping(options.store, documents, clock, logger)
      const url = `http://${shownHost(listenOptions.host)}:${server.port}`
      mcpUrl = `${url}/mcp`
      return {
        url,
        mcpUrl: `${url}/mcp`,
        port: server.port,
        close: async () => {
          await stopSweeping()
          await server.close()
          await endpoint.close()
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

function accessMissing(name: string): AppError {
  const message = `Expected syncTool of '${name}' to say who may reach which document, since the app has sign-in. Give it 'access'; () => true lets everybody who is signed in reach all.`
  return new AppError('SYNC_ACCESS_MISSING', message, { blame: 'user' })
}

/** @throws {AppError} APP_SECRET_WEAK (blame user). */
function checkSecret({ secret }: AppOptions): void {
  if (secret === undefined || secret.length >= SECRET_MIN_CHARS) return
  const message = `Expected a secret of at least ${SECRET_MIN_CHARS} characters, got ${secret.length}: anybody could sign in its place. Make one with 'openssl rand -base64 32'.`
  throw new AppError('APP_SECRET_WEAK', message, { blame: 'user' })
}

function shownHost(host = 'localhost'): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

/** A confirmation asked for by one process is answered to another, or after a restart. */
function warnOfRandomSecret({ secret }: AppOptions, tools: ReadonlyMap<string, Tool>, logger: Logger): void {
  const isAsking = [...tools.values()].some(({ options }) => typeof options.confirm === 'function')
  if (secret !== undefined || !isAsking || process.env['NODE_ENV'] !== 'production') return
  logger.warn('no secret is set, so confirmations hold only in this process and until it ends; give createApp a secret')
}
