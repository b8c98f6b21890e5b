import { z } from 'zod'
import type { LinkTokens } from './link-tokens.ts'

/** Milliseconds the address of a preview or of an uploader is good for. */
const LINK_TTL_MS = 60 * 60_000

/** Kinds of pages that a link opens; each link opens one. */
export const PROJECT_LINKS = ['preview', 'uploader'] as const
export type ProjectLink = (typeof PROJECT_LINKS)[number]

/** What such a link allows: one project of one contractor. */
export const projectLinkSchema = z.strictObject({ projectId: z.string(), owner: z.string() })

const PATHS: Record<ProjectLink, string> = { preview: 'preview', uploader: 'upload' }

export interface LinkParts {
  tokens: LinkTokens
  webUrl: string
  now(): number
}

/** The address of a page of a project for whoever has it, for an hour. */
export function projectLink(
  { tokens, webUrl, now }: LinkParts,
  kind: ProjectLink,
  link: z.infer<typeof projectLinkSchema>,
): { url: string; expiresAt: number } {
  const expiresAt = now() + LINK_TTL_MS
  return { url: `${webUrl}/${PATHS[kind]}/${tokens.sign(kind, link, expiresAt)}`, expiresAt }
}
