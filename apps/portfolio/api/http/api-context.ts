import type { Context } from 'hono'
import type { ImageService } from '../media/image-service.ts'
import type { HeldProject, ProjectStore, WriteRequest } from '../store/project-store.ts'
import { ApiRefusal } from '../refusal.ts'

/** What every route works with. */
export interface ApiParts {
  store: ProjectStore
  images: ImageService
  /** Origin of the public pages. */
  webUrl: string
  now(): number
  /** Unguessable. */
  newId(prefix: string): string
}

/** What the guard found out about a request. */
export interface ApiVariables {
  owner: string
  actor: 'user' | 'model'
  requestId: string
}

export type ApiRequest = Context<{ Variables: ApiVariables }>

/** Characters of an Idempotency-Key. */
const KEY_MAX_CHARS = 200

/** Who writes what under which key. @throws {ApiRefusal} IDEMPOTENCY_KEY_REQUIRED, VALIDATION_ERROR */
export function writeRequest(c: ApiRequest, asked: unknown): WriteRequest {
  const key = c.req.header('idempotency-key')
  if (key === undefined || key.trim() === '')
    throw new ApiRefusal('IDEMPOTENCY_KEY_REQUIRED', 'Expected the header Idempotency-Key, the same for all retries of this request.')
  if (key.length > KEY_MAX_CHARS || /[^\x21-\x7e]/.test(key))
    throw new ApiRefusal('VALIDATION_ERROR', `Expected an Idempotency-Key of at most ${KEY_MAX_CHARS} visible ASCII characters.`)
  const route = `${c.req.method} ${c.req.path}`
  return {
    owner: c.get('owner'),
    actor: c.get('actor'),
    key: `${route}\0${key}`,
    asked: JSON.stringify(asked),
    ifMatch: c.req.header('if-match') ?? null,
  }
}

/** Address of the published page; null while there is none. */
export function publicUrlOf({ webUrl }: Pick<ApiParts, 'webUrl'>): (held: HeldProject) => string | null {
  return ({ project }) =>
    project.status === 'published' && project.slug !== null ? `${webUrl}/p/${project.citySlug ?? 'project'}/${project.slug}` : null
}
