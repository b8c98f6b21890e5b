import type { Hono } from 'hono'
import { placeAfter, orderedIds } from '@lockstep/sync'
import { heroBody, labelsBody, orderBody, uploadsBody } from '../../shared/api-types.ts'
import { cleanText } from '../../shared/clean-text.ts'
import type { StoredProject } from '../domain/index.ts'
import { grantUploads } from '../media/grant-uploads.ts'
import type { Uploads } from '../media/uploads.ts'
import { ApiRefusal } from '../refusal.ts'
import { projectAnswer } from './answer.ts'
import { publicUrlOf, writeRequest, type ApiParts, type ApiRequest, type ApiVariables } from './api-context.ts'
import { readBody } from './read-body.ts'
import type { HeldProject } from '../store/project-store.ts'

/** Ids told in the words of a refusal. */
const NAMED_MAX = 5

/** Photos of a project: addresses for their bytes, their order, labels and hero. */
export function addImageRoutes(app: Hono<{ Variables: ApiVariables }>, parts: ApiParts & { uploads: Uploads }): void {
  const { store, images, uploads } = parts
  const answer = (c: ApiRequest, held: HeldProject): Response => {
    c.header('etag', held.etag)
    return c.json(projectAnswer(held, images, publicUrlOf(parts)))
  }

  app.post('/api/projects/:id/uploads', async (c) => {
    const { files } = await readBody(c, uploadsBody)
    // an address changes nothing; its key makes that the repeat of a request gets addresses for the same uploads, and only the repeat
    const { key, asked } = writeRequest(c, files)
    const held = await store.get(c.get('owner'), c.req.param('id'))
    return c.json(grantUploads(uploads, held, `${key}\0${asked}`, files))
  })

  app.put('/api/projects/:id/images/order', async (c) => {
    const { image_ids: wanted } = await readBody(c, orderBody)
    const held = await store.change(c.req.param('id'), writeRequest(c, wanted), (stored) => {
      requireSameSet(stored, wanted)
      return { value: { ...stored.value, images: inOrder(wanted) } }
    })
    return answer(c, held)
  })

  app.patch('/api/projects/:id/images', async (c) => {
    const { labels } = await readBody(c, labelsBody)
    const held = await store.change(c.req.param('id'), writeRequest(c, labels), (stored) => {
      requireKnown(
        stored,
        labels.map(({ image_id: id }) => id),
      )
      const imageTypes = { ...stored.value.imageTypes }
      const altTexts = { ...stored.value.altTexts }
      for (const { image_id: id, image_type: type, alt_text: alt } of labels) {
        if (type !== undefined) put(imageTypes, id, type ?? '')
        if (alt !== undefined) put(altTexts, id, cleanText(alt ?? ''))
      }
      return { value: { ...stored.value, imageTypes, altTexts } }
    })
    return answer(c, held)
  })

  app.put('/api/projects/:id/hero', async (c) => {
    const { image_id: id } = await readBody(c, heroBody)
    const held = await store.change(c.req.param('id'), writeRequest(c, id), (stored) => {
      requireKnown(stored, [id])
      return { value: { ...stored.value, hero: { id, source: 'user' } } }
    })
    return answer(c, held)
  })
}

export function requireKnown({ images }: StoredProject, ids: readonly string[]): void {
  const unknown = ids.filter((id) => !images.some((image) => image.id === id))
  if (unknown.length > 0)
    throw new ApiRefusal('VALIDATION_ERROR', `Expected images of this project, it has none with the id ${named(unknown)}.`, { invalid_ids: unknown })
}

/** Some of many ids: enough to find the mistake by. */
function named(ids: readonly string[]): string {
  const more = ids.length - NAMED_MAX
  return `${ids.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function requireSameSet(stored: StoredProject, wanted: readonly string[]): void {
  requireKnown(stored, wanted)
  const missing = stored.images.filter(({ id }) => !wanted.includes(id)).map(({ id }) => id)
  if (missing.length > 0 || new Set(wanted).size !== wanted.length)
    throw new ApiRefusal('VALIDATION_ERROR', 'Expected every image of the project, each once.', { missing_ids: missing })
}

/** New places for all of them, in this order. */
function inOrder(ids: readonly string[]): Record<string, string> {
  let images: Record<string, string> = {}
  for (const id of ids) images = { ...images, [id]: placeAfter(images, orderedIds(images).at(-1) ?? null) }
  return images
}

function put(entries: Record<string, string>, id: string, text: string): void {
  if (text === '') delete entries[id]
  else entries[id] = text
}
