import type { Hono } from 'hono'
import type { z } from 'zod'
import { importBody, importReplySchema } from '../../shared/api-types.ts'
import { cleanText } from '../domain/index.ts'
import type { FetchFile, FetchedFile } from '../media/fetch-file.ts'
import { plainName } from '../media/grant-uploads.ts'
import type { Uploads } from '../media/uploads.ts'
import { ApiRefusal } from '../refusal.ts'
import { keyWrite, knownRequest, requestKey } from '../store/request-key.ts'
import { writeRequest, type ApiParts, type ApiVariables } from './api-context.ts'
import { readBody } from './read-body.ts'

/** Files fetched at the same time: few, for each takes memory. */
const FETCHED_AT_ONCE = 4

type ImportFile = z.infer<typeof importBody>['files'][number]
type ImportReply = z.infer<typeof importReplySchema>

/** Photos that the API fetches itself, from addresses that ChatGPT gave. */
export function addImportRoutes(app: Hono<{ Variables: ApiVariables }>, parts: ApiParts & { uploads: Uploads; fetchFile: FetchFile }): void {
  const { store, uploads, fetchFile, now } = parts

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

    async function takeOne(file: ImportFile, index: number, fetched: FetchedFile, reply: ImportReply): Promise<void> {
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
        const { imageId, duplicateOf } = await uploads.take(grant, fetched.bytes)
        reply.images.push({ ...told, image_id: imageId, ...(duplicateOf === null ? {} : { duplicate_of: duplicateOf }) })
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error
        reply.rejected.push({ ...told, code: error.code, message: error.message })
      }
    }

    const reply: ImportReply = { images: [], rejected: [] }
    for (let from = 0; from < files.length; from += FETCHED_AT_ONCE) {
      const some = files.slice(from, from + FETCHED_AT_ONCE)
      const fetched = await Promise.all(some.map(({ download_url: address }) => fetchFile(address)))
      for (const [index, file] of some.entries()) await takeOne(file, from + index, fetched[index] ?? LOST, reply)
    }
    // where the storage was away, a repeat tries again
    if (reply.rejected.every(({ code }) => code !== 'STORAGE_ERROR'))
      await store.documents.commit({ documentId: projectId }, () => ({ writes: [keyWrite(request, now(), reply)], result: null }))
    return c.json(reply)
  })
}

const LOST: FetchedFile = { ok: false, code: 'FILE_UNREACHABLE', message: 'The file could not be fetched from the chat. Try again.' }
