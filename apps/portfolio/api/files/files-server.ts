import { Hono, type Context } from 'hono'
import { UPLOAD_MAX_BYTES } from '../domain/index.ts'
import { draftImageSchema } from '../media/images.ts'
import type { LinkTokens } from '../media/link-tokens.ts'
import type { Uploads } from '../media/uploads.ts'
import { ApiRefusal, REFUSAL_STATUS } from '../refusal.ts'
import { OBJECT_KEY, type FileStore } from './file-store.ts'

export interface FilesServerOptions {
  files: FileStore
  tokens: LinkTokens
  uploads: Uploads
  onError(error: unknown): void
}

/** Serves photos and takes uploads on an origin of its own, where no page of ours runs: what is on it can reach nobody's session. */
export function createFilesServer({ files, tokens, uploads, onError }: FilesServerOptions): {
  fetch(request: Request): Response | Promise<Response>
} {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('x-content-type-options', 'nosniff')
    c.header('content-security-policy', "default-src 'none'; sandbox")
    c.header('cross-origin-resource-policy', 'cross-origin')
    // addresses are secrets or public: either way any page may ask, none with a session
    c.header('access-control-allow-origin', '*')
    c.header('referrer-policy', 'no-referrer')
  })
  app.options('/u/:token', (c) => {
    c.header('access-control-allow-methods', 'PUT')
    c.header('access-control-allow-headers', 'content-type')
    c.header('access-control-max-age', '600')
    return c.body(null, 204)
  })
  app.put('/u/:token', async (c) => {
    if (Number(c.req.header('content-length') ?? 0) > UPLOAD_MAX_BYTES)
      throw new ApiRefusal('TOO_LARGE', `At most ${UPLOAD_MAX_BYTES} bytes can be taken. Send the photo smaller.`)
    const { imageId, duplicateOf } = await uploads.receive(c.req.param('token'), c.req.raw.body ?? [])
    return c.json({ image_id: imageId, ...(duplicateOf === null ? {} : { duplicate_of: duplicateOf }) })
  })
  app.get('/d/:token', async (c) => {
    const link = tokens.verify('draft-image', c.req.param('token'), draftImageSchema)
    if (link === null || !link.key.startsWith('draft/')) throw new ApiRefusal('GONE', 'This address has expired. Load the project again.')
    return picture(c, await files.get(link.key), 'private, max-age=600')
  })
  app.get('/i/:project/:file', async (c) => {
    const key = `public/${c.req.param('project')}/${c.req.param('file')}`
    return picture(c, OBJECT_KEY.test(key) ? await files.get(key) : null, 'public, max-age=300')
  })
  app.notFound((c) => fail(c, new ApiRefusal('NOT_FOUND', 'No such address.')))
  app.onError((error, c) => {
    if (error instanceof ApiRefusal) return fail(c, error)
    onError(error)
    return fail(c, new ApiRefusal('STORAGE_ERROR', 'The storage of photos is away. Try again.'))
  })
  return { fetch: (request) => app.fetch(request) }
}

function picture(c: Context, bytes: Uint8Array<ArrayBuffer> | null, cache: string): Response {
  if (bytes === null) throw new ApiRefusal('NOT_FOUND', 'No such photo.')
  return c.body(bytes, 200, { 'content-type': 'image/webp', 'content-disposition': 'inline', 'cache-control': cache })
}

function fail(c: Context, { code, message }: ApiRefusal): Response {
  // what is not there now may be in a moment
  c.header('cache-control', 'no-store')
  return c.json({ error: { code, message } }, REFUSAL_STATUS[code])
}
