import type { Hono } from 'hono'
import { IMAGES_MAX, type ProjectValue } from '../domain/index.ts'
import { deletedImages, forgetDeleted, rememberDeleted, withRestored } from '../media/deleted-images.ts'
import { settleCopy } from '../media/settle-copy.ts'
import { withHero } from '../media/uploads.ts'
import { ApiRefusal } from '../refusal.ts'
import type { HeldProject } from '../store/project-store.ts'
import { projectAnswer } from './answer.ts'
import { publicUrlOf, writeRequest, type ApiParts, type ApiRequest, type ApiVariables } from './api-context.ts'
import { requireKnown } from './image-routes.ts'
import { requirePublishable } from './project-routes.ts'

/** Taking a photo out, and taking that back within ten minutes. */
export function addImageRemovalRoutes(app: Hono<{ Variables: ApiVariables }>, parts: ApiParts): void {
  const { store, images, now } = parts
  const answer = (c: ApiRequest, held: HeldProject): Response => {
    c.header('etag', held.etag)
    return c.json(projectAnswer(held, images, publicUrlOf(parts)))
  }

  app.delete('/api/projects/:id/images/:image', async (c) => {
    const projectId = c.req.param('id')
    const id = c.req.param('image')
    const held = await store.change(projectId, writeRequest(c, id), (stored) => {
      requireKnown(stored, [id])
      const value = withHero(withoutImage(stored.value, id))
      if (stored.project.status === 'published') requirePublishable(stored, value)
      return { value, writes: [rememberDeleted(projectId, id, stored.value, now())] }
    })
    // one that was brought back meanwhile stays public
    await settleCopy(parts, projectId, id, true)
    return answer(c, held)
  })

  app.post('/api/projects/:id/images/:image/restore', async (c) => {
    const projectId = c.req.param('id')
    const id = c.req.param('image')
    const request = writeRequest(c, id)
    const before = await store.get(c.get('owner'), projectId)
    const deleted = await deletedImages(store.documents).read(projectId, id)
    const hasCopy = deleted !== null && before.project.status === 'published'
    if (hasCopy) await images.publishOne(projectId, id)
    const held = await store.change(projectId, request, (stored) => {
      // brought back by another request meanwhile: that is what was wished for
      if (stored.images.some((image) => image.id === id)) return { value: stored.value }
      if (deleted === null) throw new ApiRefusal('GONE', 'Expected a photo that was deleted within the last ten minutes. Send it anew.')
      if (stored.images.length >= IMAGES_MAX)
        throw new ApiRefusal('CONFLICT', `Expected a project with room for a photo; it has ${IMAGES_MAX} already.`, { reason: 'full' })
      return { value: withHero(withRestored(stored.value, id, deleted)), writes: [forgetDeleted(projectId, id)] }
    })
    // published or taken back while this was on its way
    await settleCopy(parts, projectId, id, hasCopy)
    return answer(c, held)
  })
}

function withoutImage(value: ProjectValue, id: string): ProjectValue {
  const { [id]: _place, ...images } = value.images
  const { [id]: _type, ...imageTypes } = value.imageTypes
  const { [id]: _alt, ...altTexts } = value.altTexts
  const { [id]: _picture, ...pictures } = value.pictures
  return { ...value, images, imageTypes, altTexts, pictures }
}
