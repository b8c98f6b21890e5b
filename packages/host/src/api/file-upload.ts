import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '@lockstep/contract'
import { z } from 'zod'
import type { HostCore } from '../core/host-core.ts'
import { FILE_MAX_BYTES } from '../files/check-file.ts'
import { FILE_HEADER, type ApiError, type HostFile } from './host-state.ts'
import { idValue } from './commands/command-values.ts'

const PATH = '/api/files'
const described = z.strictObject({ name: z.string().max(500), mimeType: z.string().max(300), instanceId: idValue.nullable() })

/** What a `POST /api/files` brings beside its body, the bytes. In `FILE_HEADER` as JSON, URI-encoded, because a name may be in any script. */
export interface FileUpload {
  name: string
  mimeType: string
  /** The view that uploads; null = the person attaches it. */
  instanceId: string | null
}

/** A view's bytes wait for its own message under `stagedId`; the person's are in the library at once. */
export type FileUploadAnswer = { file: HostFile } | { stagedId: string }

/** `POST /api/files`, the one command whose body is not JSON. To be added before the limit of all the others. */
export function addFileUpload(app: Hono, core: HostCore): void {
  const limit = bodyLimit({
    maxSize: FILE_MAX_BYTES,
    onError: (c) => fail(c, 413, 'FILE_TOO_LARGE', `Expected a file of at most ${FILE_MAX_BYTES / 1_000_000} MB. Choose a smaller one.`),
  })
  app.post(PATH, limit, async (c) => {
    const upload = readHeader(c.req.header(FILE_HEADER))
    if (upload === null) return fail(c, 400, 'BAD_FILE', `Expected { name, mimeType, instanceId } in the header ${FILE_HEADER}.`)
    const { name, mimeType, instanceId } = upload
    const staged = { name, mimeType, bytes: new Uint8Array(await c.req.arrayBuffer()) }
    try {
      const answer: FileUploadAnswer =
        instanceId === null ? { file: await core.files.add(staged) } : { stagedId: core.files.stage(instanceId, staged) }
      return c.json(answer)
    } catch (error) {
      if (error instanceof AppError && error.blame === 'user')
        return fail(c, error.code.startsWith('HOST_NO_SUCH') ? 404 : 400, error.code, error.message)
      throw error
    }
  })
  app.all(PATH, (c) => {
    c.header('allow', 'POST')
    return fail(c, 405, 'METHOD_NOT_ALLOWED', 'POST only.')
  })
}

function readHeader(text: string | undefined): FileUpload | null {
  try {
    const parsed = described.safeParse(JSON.parse(decodeURIComponent(text ?? '')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function fail(c: Context, status: 400 | 404 | 405 | 413, code: string, message: string): Response {
  const body: ApiError = { error: { code, message } }
  return c.json(body, status)
}
