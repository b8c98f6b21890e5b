import type { Hono } from 'hono'
import { changeSectionsSchema, syncBody } from '../../shared/api-types.ts'
import { withoutUnseen } from '../../shared/clean-text.ts'
import { withSections } from '../domain/index.ts'
import { ApiRefusal, noSuchProject } from '../refusal.ts'
import { projectAnswer } from './answer.ts'
import { publicUrlOf, writeRequest, type ApiParts, type ApiVariables } from './api-context.ts'
import { readBody } from './read-body.ts'

/** The story of a project: edited by a view as a synced document and by the model in small changes, at the same time. */
export function addSectionRoutes(app: Hono<{ Variables: ApiVariables }>, parts: ApiParts): void {
  const { store, images } = parts

  app.patch('/api/projects/:id/sections', async (c) => {
    const wish = await readBody(c, changeSectionsSchema)
    const held = await store.change(c.req.param('id'), writeRequest(c, wish), ({ value }) => ({ value: withSections(value, wish) }))
    c.header('etag', held.etag)
    return c.json(projectAnswer(held, images, publicUrlOf(parts)))
  })

  app.get('/api/projects/:id/sections', async (c) => {
    const { snapshot, value } = await store.get(c.get('owner'), c.req.param('id'))
    const { documentId, epoch, revision } = snapshot
    const { changes, isCut } = await store.sectionChanges(documentId, sinceOf(c.req.query('since')))
    return c.json({ documentId, epoch, revision, value: { sections: value.sections }, changes, ...(isCut ? { truncated: true } : {}) })
  })

  app.post('/api/projects/:id/sections/sync', async (c) => {
    const body = await readBody(c, syncBody)
    const { value, v: _version, ...envelope } = body
    const texts = Object.entries(value.sections).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    const entries = Object.fromEntries(texts.map(([section, text]) => [section, withoutUnseen(text)]))
    const outcome = await store.syncSections(c.get('owner'), { ...envelope, documentId: c.req.param('id'), value: { sections: entries } })
    if (outcome.ok) {
      const { value: after, ...reply } = outcome.reply
      return c.json({ ...reply, value: { sections: after['sections'] ?? {} } })
    }
    const { code, message, current } = outcome.failure
    if (code === 'not_found' || code === 'document_expired') throw noSuchProject()
    const shown = current === undefined ? {} : { current: { ...current, value: { sections: current.value['sections'] ?? {} } } }
    throw new ApiRefusal('CONFLICT', message, { reason: code, ...shown })
  })
}

function sinceOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const since = Number(text)
  if (!Number.isSafeInteger(since) || since < 0) throw new ApiRefusal('VALIDATION_ERROR', 'Expected a revision as since.')
  return since
}
