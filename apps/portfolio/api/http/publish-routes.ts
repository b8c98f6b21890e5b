import type { Hono } from 'hono'
import type { Write } from '@lockstep/sync'
import { citySlugOf, heroAmong, projectSlugOf, publishGate, type StoredProject } from '../domain/index.ts'
import { ApiRefusal } from '../refusal.ts'
import { oneAtATime } from '../media/one-at-a-time.ts'
import { settleCopy } from '../media/settle-copy.ts'
import type { HeldProject, ProjectChange, WriteRequest } from '../store/project-store.ts'
import { gateAnswer } from './answer.ts'
import { publicUrlOf, writeRequest, type ApiParts, type ApiRequest, type ApiVariables } from './api-context.ts'

/** Record of a public address: `<city>/<slug>` -> the project's id. Kept when a project is unpublished, so that the address stays its own. */
export const ADDRESS_KIND = 'public-address'

/** Publishing: one gate, no way around it. */
export function addPublishRoutes(app: Hono<{ Variables: ApiVariables }>, parts: ApiParts): void {
  const { store, images, now } = parts
  // copies are made and removed by one request at a time, so that none removes what another has just published
  const inTurn = oneAtATime()
  const answer = (c: ApiRequest, held: HeldProject): Response => {
    c.header('etag', held.etag)
    const gate = gateAnswer(publishGate(readyFor(held), held.images))
    return c.json({ ...gate, status: held.project.status, url: publicUrlOf(parts)(held) })
  }

  app.post('/api/projects/:id/publish', async (c) => {
    const id = c.req.param('id')
    const unknown = Object.keys(c.req.query()).filter((name) => name !== 'dry_run')
    if (unknown.length > 0)
      throw new ApiRefusal('VALIDATION_ERROR', `Expected no query but dry_run, got ${unknown.join(', ')}. Nothing passes the gate by force.`)
    const dryRun = c.req.query('dry_run') ?? 'false'
    // whoever meant to ask must not have published
    if (dryRun !== 'true' && dryRun !== 'false') throw new ApiRefusal('VALIDATION_ERROR', 'Expected true or false as dry_run.')
    if (dryRun === 'true') return answer(c, await store.get(c.get('owner'), id))
    const request = writeRequest(c, 'publish')
    return answer(c, await inTurn(() => publish(id, request)))
  })

  app.delete('/api/projects/:id/publish', async (c) => {
    const id = c.req.param('id')
    const change: ProjectChange = ({ project, value }) => {
      if (project.status !== 'published')
        throw new ApiRefusal('CONFLICT', 'Expected a published project, this one is not.', { reason: 'not_published' })
      const { publishedAt: _when, ...record } = value.record
      return { value: { ...value, record: { ...record, status: 'draft' } } }
    }
    const held = await inTurn(async () => {
      const after = await store.change(id, writeRequest(c, 'unpublish'), change)
      if (after.project.status !== 'published') await images.unpublish(id)
      return after
    })
    return answer(c, held)
  })

  async function publish(id: string, request: WriteRequest): Promise<HeldProject> {
    const before = await store.get(request.owner, id)
    if (before.project.status === 'published') return commit(before, request)
    // no copy is made of what may not be published; the commit asks again
    requireGate(before)
    await images.publish(
      id,
      before.images.map((image) => image.id),
    )
    try {
      const held = await commit(before, request)
      // whoever took a photo's copy away before this was stored saw no reason to bring it back
      for (const { id: imageId } of before.images) await settleCopy(parts, id, imageId, !held.images.some((left) => left.id === imageId))
      // the repeat of a publication that was taken back since
      if (held.project.status !== 'published') await images.unpublish(id)
      return held
    } catch (error) {
      const after = await store.find(id)
      if (after?.project.status !== 'published') await images.unpublish(id)
      throw error
    }
  }

  function commit(before: HeldProject, request: WriteRequest): Promise<HeldProject> {
    const { id } = before.project
    return store.change(id, request, (stored) => {
      const { project, value } = stored
      if (project.status === 'published')
        throw new ApiRefusal('CONFLICT', 'Expected a project that is not published, this one is.', { reason: 'already_published' })
      requireGate(stored)
      const missing = stored.images.filter((image) => !before.images.some(({ id: copied }) => copied === image.id))
      if (missing.length > 0)
        throw new ApiRefusal('CONFLICT', 'Expected the images as they were a moment ago; one was added. Publish again.', {
          reason: 'changed_meanwhile',
        })
      const hero = heroAmong(project, stored.images)
      const slug = project.slug ?? projectSlugOf(project.title, id)
      const citySlug = project.citySlug ?? citySlugOf(project.city, project.state)
      const address: Write = { type: 'record', record: { kind: ADDRESS_KIND, key: `${citySlug}/${slug}`, value: { projectId: id }, expiresAt: null } }
      return {
        value: {
          ...value,
          record: { ...value.record, status: 'published', slug, citySlug, publishedAt: String(now()) },
          hero: hero.heroImageId === null ? {} : { id: hero.heroImageId, source: hero.heroSource ?? 'auto' },
        },
        writes: [address],
      }
    })
  }
}

/** The project as the gate is to see it: a hero that nobody chose is the first image. */
function readyFor({ project, images }: StoredProject): StoredProject['project'] {
  return { ...project, ...heroAmong(project, images) }
}

function requireGate(stored: StoredProject): void {
  const { canPublish, missing, recommended } = publishGate(readyFor(stored), stored.images)
  if (canPublish) return
  throw new ApiRefusal('NOT_PUBLISHABLE', `Expected a project that is fit to be published; it lacks ${missing.join(', ')}.`, {
    missing_fields: missing,
    recommended_missing: recommended,
  })
}
