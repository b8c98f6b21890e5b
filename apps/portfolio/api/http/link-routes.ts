import type { Hono } from 'hono'
import type { LinkTokens } from '../media/link-tokens.ts'
import { PROJECT_LINKS, projectLink } from '../media/project-links.ts'
import type { ApiParts, ApiVariables } from './api-context.ts'

/** Addresses of pages for the contractor's own browser, which knows nobody. Changes nothing: no key is needed. */
export function addLinkRoutes(app: Hono<{ Variables: ApiVariables }>, parts: ApiParts & { tokens: LinkTokens }): void {
  for (const kind of PROJECT_LINKS) {
    app.post(`/api/projects/:id/${kind}-link`, async (c) => {
      const { project } = await parts.store.get(c.get('owner'), c.req.param('id') ?? '')
      const { url, expiresAt } = projectLink(parts, kind, { projectId: project.id, owner: project.ownerId })
      return c.json({ url, expires_at: new Date(expiresAt).toISOString() })
    })
  }
}
