import { isRecord } from '@lockstep/contract'
import { mimeTypeOf } from './check-file.ts'
import { nameFromUri, safeFileName } from './file-name.ts'

/** A file as a tool's result tells of it. @see developers.openai.com/plugins/reference, file references (checked 2026-11-21) */
export interface FileReference {
  fileId: string
  /** http or https; null when there is none. */
  downloadUrl: string | null
  name: string
  mimeType: string
}

/** References of one result that are looked at, and values in it that are searched. */
const REFERENCES_MAX = 100
const VALUES_MAX = 20_000
const FILE_ID_MAX_CHARS = 200

/** Every `{ file_id, download_url?, mime_type?, file_name? }` in a value, wherever it stands. */
export function fileReferences(value: unknown): FileReference[] {
  const found: FileReference[] = []
  const waiting: unknown[] = [value]
  for (let seen = 0; waiting.length > 0 && seen < VALUES_MAX && found.length < REFERENCES_MAX; seen += 1) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    const reference = isRecord(next) ? referenceOf(next) : null
    if (reference !== null) found.push(reference)
    for (const item of Object.values(next)) if (typeof item === 'object' && item !== null) waiting.push(item)
  }
  return found
}

function referenceOf(value: Record<string, unknown>): FileReference | null {
  const { file_id: fileId, download_url: url, mime_type: mimeType, file_name: name } = value
  if (typeof fileId !== 'string' || fileId === '' || fileId.length > FILE_ID_MAX_CHARS) return null
  const downloadUrl = typeof url === 'string' && /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? url : null
  return {
    fileId,
    downloadUrl,
    name: typeof name === 'string' ? safeFileName(name) : nameFromUri(downloadUrl ?? fileId),
    mimeType: mimeTypeOf(typeof mimeType === 'string' ? mimeType : ''),
  }
}
