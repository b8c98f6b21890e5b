import type { Hono } from 'hono'
import { z } from 'zod'
import { changeProjectSchema, createProjectSchema, statusSchema } from '../../shared/api-types.ts'
import {
  LIST_LIMIT_DEFAULT,
  LIST_LIMIT_MAX,
  newProjectValue,
  publishGate,
  readProject,
  withDescription,
  withFacts,
  type ProjectValue,
  type StoredProject,
} from '../domain/index.ts'
import { ApiRefusal } from '../refusal.ts'
import { SORTS } from '../store/owner-index.ts'
import { projectAnswer, summaryAnswer } from './answer.ts'
import { publicUrlOf, writeRequest, type ApiParts, type ApiRequest, type ApiVariables } from './api-context.ts'
import { readBody } from './read-body.ts'
import type { HeldProject } from '../store/project-store.ts'

const listQuery = z.strictObject({
  status: statusSchema.optional(),
  sort: z.enum(SORTS).default('updated'),
  limit: z.coerce.number().int().min(1).max(LIST_LIMIT_MAX).default(LIST_LIMIT_DEFAULT),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
})

/** Projects: make, read, list, change their facts, delete. */
export function addProjectRoutes(app: Hono<{ Variables: ApiVariables }>, parts: ApiParts): void {
  const { store, images, now } = parts
  const answer = (c: ApiRequest, held: HeldProject, status: 200 | 201 = 200): Response => {
    c.header('etag', held.etag)
    return c.json(projectAnswer(held, images, publicUrlOf(parts)), status)
  }

  app.post('/api/projects', async (c) => {
    const wish = await readBody(c, createProjectSchema)
    const held = await store.create(writeRequest(c, wish), () => newProjectValue(c.get('owner'), now(), wish))
    return answer(c, held, 201)
  })

  app.get('/api/projects', async (c) => {
    const query = listQuery.safeParse(c.req.query())
    if (!query.success) throw new ApiRefusal('VALIDATION_ERROR', `Expected another query: ${query.error.issues[0]?.message ?? ''}`)
    const { status = null, sort, limit, offset } = query.data
    const { entries, count, hasMore } = await store.list(c.get('owner'), { status, sort, limit, offset })
    return c.json({ projects: entries.map((entry) => summaryAnswer(entry, images)), count, has_more: hasMore })
  })

  app.get('/api/projects/:id', async (c) => {
    const held = await store.get(c.get('owner'), c.req.param('id'))
    if (c.req.header('if-none-match') === held.etag) return c.body(null, 304, { etag: held.etag })
    return answer(c, held)
  })

  app.patch('/api/projects/:id', async (c) => {
    const wish = await readBody(c, changeProjectSchema)
    const held = await store.change(c.req.param('id'), writeRequest(c, wish), (stored) => {
      const { project, value } = stored
      if (wish.status !== undefined && project.status === 'published')
        throw new ApiRefusal('CONFLICT', 'Expected a project that is not published. Unpublish it first.', { reason: 'published' })
      const record = wish.status === undefined ? value.record : { ...value.record, status: wish.status }
      const next = withDescription(withFacts({ ...value, record }, wish), wish)
      if (project.status === 'published') requirePublishable(stored, next)
      return { value: next }
    })
    return answer(c, held)
  })

  app.delete('/api/projects/:id', async (c) => {
    const id = c.req.param('id')
    const held = await store.remove(id, writeRequest(c, 'delete'), ({ project, value }) => {
      if (project.status === 'published')
        throw new ApiRefusal('CONFLICT', 'Expected a project that is not published. Unpublish it first.', { reason: 'published' })
      return { value: Object.fromEntries(Object.keys(value).map((field) => [field, {}])) as ProjectValue }
    })
    return c.body(null, 204, { etag: held.etag })
  })
}

/** What is public must stay fit to be: a change that would take away what it has of that is refused. */
export function requirePublishable(before: StoredProject, value: ProjectValue): void {
  const stored = readProject(before.project.id, 0, value, { updatedAt: 0 })
  if (stored === null) return
  const lacked = publishGate(before.project, before.images).missing
  const missing = publishGate(stored.project, stored.images).missing.filter((field) => !lacked.includes(field))
  if (missing.length > 0)
    throw new ApiRefusal('CONFLICT', `Expected a published project to keep what it needs; it would lack ${missing.join(', ')}. Unpublish it first.`, {
      reason: 'would_not_be_publishable',
      missing_fields: missing,
    })
}
