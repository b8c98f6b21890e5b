import type { Hono } from 'hono'
import type { z } from 'zod'
import { importBody, importReplySchema } from '../../shared/api-types.ts'
import { cleanText } from '../../shared/clean-text.ts'
import { atMost } from '../media/at-most.ts'
import type { FetchFile } from '../media/fetch-file.ts'
import { plainName } from '../media/grant-uploads.ts'
import type { IncomingPhoto } from '../media/incoming-photos.ts'
import type { Uploads } from '../media/uploads.ts'
import { ApiRefusal } from '../refusal.ts'
import { keyWrite, knownRequest, requestKey } from '../store/request-key.ts'
import { writeRequest, type ApiParts, type ApiVariables } from './api-context.ts'
import { readBody } from './read-body.ts'

/** Files fetched at the same time, of all requests together: few, for each takes memory until it is on the disk. */
const FETCHED_AT_ONCE = 4

/** Refusals that a repeat of the same request may not meet again. */
const PASSING: ReadonlySet<string> = new Set(['STORAGE_ERROR', 'SERVICE_UNAVAILABLE'])

type ImportFile = z.infer<typeof importBody>['files'][number]
type ImportReply = z.infer<typeof importReplySchema>
type FetchedPhoto = { ok: true; photo: IncomingPhoto } | { ok: false; code: string; message: string }

/** Photos that the API fetches itself, from addresses that ChatGPT gave. */
export function addImportRoutes(app: Hono<{ Variables: ApiVariables }>, parts: ApiParts & { uploads: Uploads; fetchFile: FetchFile }): void {
  const { store, uploads, fetchFile, now } = parts
  const inTurn = atMost(FETCHED_AT_ONCE)

  const fetchPhoto = (address: string): Promise<FetchedPhoto> =>
    inTurn(async () => {
      const fetched = await fetchFile(address)
      if (!fetched.ok) return fetched
      try {
        return { ok: true, photo: await uploads.keep([fetched.bytes]) }
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error
        return { ok: false, code: error.code, message: error.message }
      }
    })

  app.post('/api/projects/:id/images/import', async (c) => {
    const { files } = await readBody(c, importBody)
    // addresses of one file differ from call to call; the file does not
    const request = writeRequest(
      c,
      files.map(({ download_url: _address, ...file }) => file),
    )
    const projectId = c.req.param('id')
    await store.get(request.owner, projectId)
    const known = await knownRequest(store.documents, request)
    if (known !== null) return c.json(importReplySchema.parse(known.reply))

    async function takeOne(file: ImportFile, index: number, fetched: FetchedPhoto, reply: ImportReply): Promise<void> {
      const told = { file_id: file.file_id, file_name: plainName(file.file_name ?? '') }
      if (!fetched.ok) return void reply.rejected.push({ ...told, code: fetched.code, message: fetched.message })
      const grant = {
        uploadId: `${requestKey(request)} ${index}`,
        projectId,
        owner: request.owner,
        fileName: told.file_name,
        type: file.image_type ?? null,
        altText: cleanText(file.alt_text ?? ''),
      }
      try {
        const { imageId, duplicateOf } = await uploads.take(grant, fetched.photo)
        reply.images.push({ ...told, image_id: imageId, ...(duplicateOf === null ? {} : { duplicate_of: duplicateOf }) })
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error
        reply.rejected.push({ ...told, code: error.code, message: error.message })
      }
    }

    const reply: ImportReply = { images: [], rejected: [] }
    const fetched = await Promise.all(files.map(({ download_url: address }) => fetchPhoto(address)))
    try {
      for (const [index, file] of files.entries()) await takeOne(file, index, fetched[index] ?? LOST, reply)
    } finally {
      for (const one of fetched) if (one.ok) await one.photo.remove()
    }
    // where it was not the photo's fault, a repeat tries again
    if (reply.rejected.every(({ code }) => !PASSING.has(code)))
      await store.documents.commit({ documentId: projectId }, () => ({ writes: [keyWrite(request, now(), reply)], result: null }))
    return c.json(reply)
  })
}

const LOST: FetchedPhoto = { ok: false, code: 'FILE_UNREACHABLE', message: 'The file could not be fetched from the chat. Try again.' }
