import type { z } from 'zod'
import type { uploadsBody, uploadsReplySchema } from '../../shared/api-types.ts'
import { cleanText } from '../../shared/clean-text.ts'
import { UPLOAD_MAX_BYTES } from '../domain/index.ts'
import type { HeldProject } from '../store/project-store.ts'
import { requestKey } from '../store/request-key.ts'
import { UPLOAD_TTL_MS, type Uploads } from './uploads.ts'

type FileWish = z.infer<typeof uploadsBody>['files'][number]
type UploadsReply = z.infer<typeof uploadsReplySchema>

const TYPES = ['image/jpeg', 'image/png', 'image/webp']

/**
 * Addresses for the bytes of these files, and the reasons for those that get none. Changes nothing; the same key gets addresses of the same uploads.
 * @throws {ApiRefusal} CONFLICT when the project is full
 */
export function grantUploads(uploads: Uploads, held: HeldProject, key: string, files: readonly FileWish[]): UploadsReply {
  const reply: UploadsReply = { uploads: [], rejected: [] }
  for (const [index, file] of files.entries()) {
    const told = { ...(file.file_id === undefined ? {} : { file_id: file.file_id }), file_name: file.file_name }
    const refusal = refusalOf(file)
    if (refusal !== null) {
      reply.rejected.push({ ...told, ...refusal })
      continue
    }
    const { url, expiresAt } = uploads.grant(held, `${requestKey({ owner: held.project.ownerId, key })} ${index}`, {
      fileName: plainName(file.file_name),
      type: file.image_type ?? null,
      altText: cleanText(file.alt_text ?? ''),
    })
    reply.uploads.push({
      ...told,
      upload_url: url,
      method: 'PUT',
      max_bytes: UPLOAD_MAX_BYTES,
      expires_at: new Date(expiresAt).toISOString(),
      good_for_ms: UPLOAD_TTL_MS,
    })
  }
  return reply
}

function refusalOf({ content_type: type, bytes }: Pick<FileWish, 'content_type' | 'bytes'>): { code: string; message: string } | null {
  if (/^image\/hei[cf]$/i.test(type))
    return {
      code: 'UNSUPPORTED_TYPE',
      message: 'HEIC photos cannot be shown by browsers. Send it as JPEG (iPhone: Settings > Camera > Formats > Most Compatible).',
    }
  if (!TYPES.includes(type.toLowerCase())) return { code: 'UNSUPPORTED_TYPE', message: `Expected a JPEG, PNG or WebP photo, got ${type}.` }
  if (bytes !== undefined && bytes > UPLOAD_MAX_BYTES)
    return { code: 'TOO_LARGE', message: `Expected at most ${UPLOAD_MAX_BYTES} bytes, got ${bytes}. Send the photo smaller.` }
  return null
}

/** A name to show, never one to store under: without folders, without what cannot be seen or turns the reading direction. */
export function plainName(name: string): string {
  const shown = name
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .split(/[/\\]/)
    .at(-1)
    ?.trim()
  return shown === undefined || shown === '' || /^\.+$/.test(shown) ? 'photo' : shown.slice(0, 255)
}
