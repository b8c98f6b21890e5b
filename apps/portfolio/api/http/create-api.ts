import { timingSafeEqual } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ApiRefusal, REFUSAL_STATUS } from '../refusal.ts'
import type { ApiParts, ApiVariables } from './api-context.ts'
import type { RateLimit } from '@lockstep/server'
import type { FetchFile } from '../media/fetch-file.ts'
import type { LinkTokens } from '../media/link-tokens.ts'
import type { Uploads } from '../media/uploads.ts'
import { addImageRemovalRoutes } from './image-removal-routes.ts'
import { addImageRoutes } from './image-routes.ts'
import { addImportRoutes } from './import-routes.ts'
import { addLinkRoutes } from './link-routes.ts'
import { openApi } from './open-api.ts'
import { addPreferenceRoutes } from './preference-routes.ts'
import { addProjectRoutes } from './project-routes.ts'
import { addPublishRoutes } from './publish-routes.ts'
import { BODY_MAX_BYTES } from './read-body.ts'
import { addSectionRoutes } from './section-routes.ts'

export interface ApiOptions extends ApiParts {
  uploads: Uploads
  tokens: LinkTokens
  fetchFile: FetchFile
  /** Requests of one contractor; absent = as many as they like. */
  rateLimit?: RateLimit
  /** What callers that speak for contractors send as bearer token; 128 random bits at least. */
  serviceKey: string
  /** Told of failures that are nobody's fault but ours; never of a request's body. */
  onError(error: unknown, requestId: string): void
}

export interface PortfolioApi {
  fetch(request: Request): Response | Promise<Response>
}

/** Header that names the contractor a service speaks for. */
const CONTRACTOR_HEADER = 'x-contractor'
/** Header that says whether a person or the model acts. */
const ACTOR_HEADER = 'x-actor'

/** The portfolio's API: the single source of truth. Nobody gets past the gate, and nobody sees another contractor's projects. */
export function createApi(options: ApiOptions): PortfolioApi {
  const app = new Hono<{ Variables: ApiVariables }>()
  app.use(async (c, next) => {
    c.set('requestId', options.newId('req'))
    c.header('cache-control', 'no-store')
    c.header('x-content-type-options', 'nosniff')
    await next()
  })
  // says nothing that is anybody's
  app.get('/api/openapi.json', (c) => c.json(openApi()))
  app.use('/api/*', guard(options.serviceKey))
  const { rateLimit } = options
  if (rateLimit !== undefined) app.use('/api/*', limited(rateLimit))
  app.use(
    '/api/*',
    bodyLimit({
      maxSize: BODY_MAX_BYTES,
      onError: () => {
        throw new ApiRefusal('TOO_LARGE', `Expected at most ${BODY_MAX_BYTES} bytes.`)
      },
    }),
  )
  addProjectRoutes(app, options)
  addSectionRoutes(app, options)
  addImageRoutes(app, options)
  addImageRemovalRoutes(app, options)
  addImportRoutes(app, options)
  addLinkRoutes(app, options)
  addPreferenceRoutes(app, options)
  addPublishRoutes(app, options)
  app.notFound(() => {
    throw new ApiRefusal('NOT_FOUND', 'No such address.')
  })
  app.onError((error, c) => {
    const refusal = error instanceof ApiRefusal ? error : failureOf(error)
    const requestId = c.get('requestId')
    if (!(error instanceof ApiRefusal)) options.onError(error, requestId)
    const details = Object.keys(refusal.details).length === 0 ? {} : { details: refusal.details }
    const etag = refusal.details['etag']
    if (typeof etag === 'string') c.header('etag', etag)
    return c.json({ error: { code: refusal.code, message: refusal.message, ...details, request_id: requestId } }, REFUSAL_STATUS[refusal.code])
  })
  return { fetch: (request) => app.fetch(request) }
}

/** Service key first, then whom it speaks for: nothing else of a request is looked at before. */
function guard(serviceKey: string): MiddlewareHandler<{ Variables: ApiVariables }> {
  const expected = Buffer.from(`Bearer ${serviceKey}`)
  return async (c, next) => {
    const given = Buffer.from(c.req.header('authorization') ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new ApiRefusal('UNAUTHORIZED', 'Expected the service key.')
    const owner = c.req.header(CONTRACTOR_HEADER) ?? ''
    if (!/^[\x21-\x7e]{1,200}$/.test(owner)) throw new ApiRefusal('UNAUTHORIZED', `Expected the contractor in the header ${CONTRACTOR_HEADER}.`)
    c.set('owner', owner)
    c.set('actor', c.req.header(ACTOR_HEADER) === 'model' ? 'model' : 'user')
    await next()
  }
}

function limited(rateLimit: RateLimit): MiddlewareHandler<{ Variables: ApiVariables }> {
  return async (c, next) => {
    const waitMs = rateLimit.take(c.get('owner'))
    if (waitMs > 0) {
      c.header('retry-after', String(Math.ceil(waitMs / 1_000)))
      throw new ApiRefusal('RATE_LIMITED', 'Expected fewer requests at once. Wait a moment and send the same request again, under the same key.')
    }
    await next()
  }
}

function failureOf(error: unknown): ApiRefusal {
  const isStoreAway = error instanceof Error && 'code' in error && error.code === 'STORE_UNAVAILABLE'
  return isStoreAway
    ? new ApiRefusal('SERVICE_UNAVAILABLE', 'The store is away. Send the same request again, under the same key.')
    : new ApiRefusal('INTERNAL_ERROR', 'This failed, and it is not your fault. Send the same request again, under the same key.')
}
