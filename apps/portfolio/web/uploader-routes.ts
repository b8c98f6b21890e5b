import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { PageParts } from '../api/create-portfolio.ts'
import { grantUploads } from '../api/media/grant-uploads.ts'
import { projectLinkSchema } from '../api/media/project-links.ts'
import { ApiRefusal, REFUSAL_STATUS } from '../api/refusal.ts'
import type { HeldProject } from '../api/store/project-store.ts'
import { uploadsBody } from '../shared/api-types.ts'
import { messagePage } from './message-page.ts'
import { uploaderPage } from './uploader-page.ts'

/** Bytes of a request for addresses: names of ten files with their descriptions. */
const BODY_MAX_BYTES = 50_000
const ENDED = 'This page has ended: it is open for an hour. Ask for a new one in ChatGPT; what was added is kept.'

/** The uploader: for a person whose chat cannot hand files over. Its link lets photos be added to one project, and nothing else. */
export function addUploaderRoutes(app: Hono, parts: PageParts): void {
  const { store, images, uploads, tokens, newId } = parts
  const heldOf = async (c: Context): Promise<HeldProject> => {
    const link = tokens.verify('uploader', c.req.param('token') ?? '', projectLinkSchema)
    if (link === null) throw new ApiRefusal('GONE', ENDED)
    return store.get(link.owner, link.projectId)
  }
  const photosOf = (held: HeldProject) =>
    held.images.map((image) => ({ id: image.id, name: image.fileName, thumbnailUrl: images.draftUrls(image).thumbnailUrl }))

  const routes = new Hono()
  routes.get('/upload/:token', async (c) => {
    const held = await heldOf(c)
    return c.html(uploaderPage(held.project.title, photosOf(held)))
  })
  routes.get('/upload/:token/photos', async (c) => c.json({ photos: photosOf(await heldOf(c)) }))
  routes.post('/upload/:token/addresses', bodyLimit({ maxSize: BODY_MAX_BYTES }), async (c) => {
    const held = await heldOf(c)
    const parsed = uploadsBody.safeParse(await jsonOf(c))
    if (!parsed.success) throw new ApiRefusal('VALIDATION_ERROR', 'Expected one to ten photos with their names and types.')
    return c.json(grantUploads(uploads, held, newId('upl'), parsed.data.files))
  })
  routes.onError((error, c) => {
    if (!(error instanceof ApiRefusal)) throw error
    const { code, message } = error
    if (c.req.path.split('/').length > 3) return c.json({ error: { code, message } }, REFUSAL_STATUS[code])
    return c.html(messagePage(code === 'GONE' ? 'This page has ended' : 'There is no such project', message), REFUSAL_STATUS[code])
  })
  app.route('/', routes)
}

/** Undefined when the body is no JSON: a page of another origin cannot send JSON without asking first. */
async function jsonOf(c: Context): Promise<unknown> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return undefined
  try {
    return await c.req.json()
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
