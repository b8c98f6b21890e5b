import { timingSafeEqual } from 'node:crypto'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { AppError } from '@lockstep/contract'
import type { z } from 'zod'
import type { HostCore } from '../core/host-core.ts'
import type { AddCommand } from './commands/add-command.ts'
import { addAppCommands } from './commands/app-commands.ts'
import { addConversationCommands } from './commands/conversation-commands.ts'
import { addModelCommands } from './commands/model-commands.ts'
import { addFileCommands } from './commands/file-commands.ts'
import { addFaultCommands } from './commands/fault-commands.ts'
import { addViewCommands } from './commands/view-commands.ts'
import { addInspectCommands } from './commands/inspect-commands.ts'
import { eventStream } from './event-stream.ts'
import { addFileUpload } from './file-upload.ts'
import { TOKEN_HEADER, type ApiError } from './host-state.ts'
import { addInspectRoutes } from './inspect-routes.ts'
import type { PageFiles } from './page-files.ts'
import { addSignInRoutes } from './sign-in-routes.ts'

/** Bytes of one command; a view's message fits with room for its wrapping. */
export const BODY_MAX_BYTES = 3_000_000

export interface HostApiOptions {
  core: HostCore
  page: PageFiles
  /** Of the served page, 128 random bits at least. */
  token: string
  /** `http://localhost:<port>`: the only Host and the only Origin that are served. */
  pageOrigin(): string
  /** Origins of the outer frames, for the page's own policy. */
  frameOrigins(): string[]
}

/** The page and its commands. Host and Origin are checked before anything else; no command runs a program. */
export function createHostApi(options: HostApiOptions): Hono {
  const { core } = options
  const app = new Hono()
  app.use(guardOrigin(options))
  app.get('/', (c) => c.html(options.page.index({ token: options.token }), 200, pageHeaders(options)))

  addSignInRoutes(app, core)

  app.use('/api/*', guardToken(options))
  addFileUpload(app, core)
  app.use(
    '/api/*',
    bodyLimit({ maxSize: BODY_MAX_BYTES, onError: (c) => fail(c, 413, 'BODY_TOO_LARGE', `Expected at most ${BODY_MAX_BYTES} bytes.`) }),
  )
  app.get('/api/state', (c) => c.json(core.getState()))
  app.get('/api/events', () => eventStream(core))
  addInspectRoutes(app, core)
  addCommands(app, core)
  app.all('/api/*', (c) => fail(c, 404, 'NOT_FOUND', 'No such command.'))

  app.get('*', (c) => {
    const file = options.page.get(c.req.path)
    if (file === null) return fail(c, 404, 'NOT_FOUND', 'No such file.')
    return c.body(file.bytes, 200, { ...pageHeaders(options), 'content-type': file.type })
  })
  app.all('*', (c) => {
    c.header('allow', 'GET')
    return fail(c, 405, 'METHOD_NOT_ALLOWED', 'GET only.')
  })
  app.onError((error, c) => answerError(error, c))
  return app
}

function addCommands(app: Hono, core: HostCore): void {
  const add: AddCommand = (path, schema, run) => {
    app.post(path, async (c) => {
      const body = await readBody(c, schema)
      return body.ok ? c.json((await run(body.value, c.req.param('id') ?? '')) ?? {}) : body.response
    })
    app.all(path, (c) => {
      c.header('allow', 'POST')
      return fail(c, 405, 'METHOD_NOT_ALLOWED', 'POST only.')
    })
  }
  addConversationCommands(add, core)
  addFileCommands(add, core)
  addAppCommands(add, core)
  addModelCommands(add, core)
  addViewCommands(add, core)
  addInspectCommands(add, core)
  addFaultCommands(add, core)
}

/** Against DNS rebinding and foreign pages: a wrong Host, a wrong Origin, or none on a change is refused before the path is looked at. */
function guardOrigin({ pageOrigin }: HostApiOptions): MiddlewareHandler {
  return async (c, next) => {
    const expected = new URL(pageOrigin())
    const host = c.req.header('host')
    const isNumeric = host === `127.0.0.1:${expected.port}` || host === `[::1]:${expected.port}`
    // The page's frames know it under one name, so the loopback's numbers lead there.
    if (isNumeric && c.req.method === 'GET' && c.req.path === '/') return c.redirect(`${expected.origin}/`)
    if (host !== expected.host) return fail(c, 403, 'WRONG_HOST', `Expected the host ${expected.host}.`)
    const origin = c.req.header('origin')
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (origin === undefined ? !isRead : origin !== expected.origin) return fail(c, 403, 'WRONG_ORIGIN', `Expected the origin ${expected.origin}.`)
    await next()
    return undefined
  }
}

function guardToken({ token }: HostApiOptions): MiddlewareHandler {
  const expected = Buffer.from(token)
  return async (c, next) => {
    const given = Buffer.from(c.req.header(TOKEN_HEADER) ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return fail(c, 401, 'NO_TOKEN', `Expected the token of the served page in the header ${TOKEN_HEADER}. Reload the page.`)
    }
    await next()
    return undefined
  }
}

async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<{ ok: true; value: T } | { ok: false; response: Response }> {
  if (!/^application\/json\s*(?:;|$)/i.test(c.req.header('content-type') ?? '')) {
    return { ok: false, response: fail(c, 415, 'NOT_JSON', 'Expected content-type application/json.') }
  }
  let json: unknown
  try {
    json = JSON.parse(await c.req.text())
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false, response: fail(c, 400, 'BAD_JSON', 'Expected a JSON body.') }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  const [issue] = parsed.error.issues
  return { ok: false, response: fail(c, 400, 'BAD_BODY', issue?.message ?? 'The body does not fit.', issue?.path.join('.')) }
}

function answerError(error: Error, c: Context): Response {
  if (error instanceof AppError && error.blame === 'user') {
    const path = error.data['path']
    const isConflict = error.code === 'HOST_NO_SUCH_CARD' || error.code === 'HOST_TURN_RUNNING'
    const status = isConflict ? 409 : error.code.startsWith('HOST_NO_SUCH') ? 404 : 400
    return fail(c, status, error.code, error.message, typeof path === 'string' ? path : undefined)
  }
  return fail(c, 500, 'HOST_FAILED', 'The host failed to do this.')
}

function fail(c: Context, status: ContentfulStatusCode, code: string, message: string, path?: string): Response {
  const body: ApiError = { error: { code, message, ...(path ? { path } : {}) } }
  return c.json(body, status)
}

function pageHeaders({ frameOrigins }: HostApiOptions): Record<string, string> {
  const policy = [
    "default-src 'self'",
    "img-src 'self' data:",
    `frame-src ${frameOrigins().join(' ') || "'none'"}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  }
}
