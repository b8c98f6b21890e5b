import { fileInput, reply, toolError } from '@lockstep/server'
import { z } from 'zod'
import { imageTypeSchema, importReplySchema, uploadsReplySchema } from '../../shared/api-types.ts'
import { addMediaOutput, addMediaPrivate, FILES_PER_CALL_MAX, projectInput, uploadsInput } from '../../shared/tool-types.ts'
import { briefOf, imageBriefs, nameOf, privateOf, tell } from '../project-reply.ts'
import { quoted } from '../quoted.ts'
import { apiOf, keyOf, projectPath, readProject, type ToolParts } from '../tool-parts.ts'

const file = fileInput.extend({
  image_type: imageTypeSchema.optional(),
  alt_text: z.string().max(300).optional(),
})
const input = z.strictObject({
  ...projectInput.shape,
  files: z.array(file).max(FILES_PER_CALL_MAX).optional().describe('Photos that the person put into the chat.'),
  uploads: uploadsInput,
})

/** Milliseconds: the API fetches the files of one call within it. */
const IMPORT_TIMEOUT_MS = 60_000
/** Milliseconds an answer is repeated: no longer than its addresses are good. */
const REPEAT_MS = 10 * 60_000

export function addAddMedia(parts: ToolParts) {
  return parts.app.tool(
    'add_project_media',
    {
      title: 'Add photos',
      description:
        'Use this when the person wants to add, see or arrange photos. Pass the photos they put into the chat as `files`; without any it opens the organiser, where they ' +
        'can pick photos, order and label them and choose the cover. A photo counts once its bytes have arrived.',
      effect: 'write',
      // the same picture twice is one photo, and an address asked for is nothing yet
      idempotent: true,
      // takes what is at an address that the host gives
      openWorld: true,
      once: { windowMs: REPEAT_MS },
      timeoutMs: IMPORT_TIMEOUT_MS,
      files: ['files'],
      input,
      output: addMediaOutput,
      private: addMediaPrivate,
      view: parts.views.media,
      status: ['Adding photos…', 'Photos ready'],
    },
    async ({ project_id: id, files = [], uploads = [] }, context) => {
      const api = apiOf(parts, context)
      const key = keyOf(context)
      const path = projectPath(id)
      const none = { images: [], uploads: [], rejected: [] }
      const taken =
        files.length === 0 ? none : await api.send('POST', `${path}/images/import`, importReplySchema, { body: { files }, key: `${key}.import` })
      const asked =
        uploads.length === 0
          ? none
          : await api.send('POST', `${path}/uploads`, uploadsReplySchema, { body: { files: uploads }, key: `${key}.uploads` })
      const faults = [...taken.rejected, ...asked.rejected]
      const isAllFailed = faults.length > 0 && faults.length === files.length + uploads.length
      if (isAllFailed) {
        const told = faults.map(({ file_name: name, message }) => `${quoted(name)}: ${message}`).join(' ')
        throw toolError('upload_failed', `No photo was added. ${told}`, { data: { upload_errors: faults } })
      }
      const project = await readProject(api, id)
      const added = taken.images.length
      const said = [
        files.length + uploads.length === 0 ? `The person can arrange the photos of ${nameOf(project)} here.` : '',
        added === 0 ? '' : `${added} of ${files.length} photos are in ${nameOf(project)}.`,
        asked.uploads.length === 0 ? '' : `${asked.uploads.length} photos are on their way to ${nameOf(project)}.`,
        ...faults.map(({ file_name: name, message }) => `Not added: ${quoted(name)}. ${message}`),
      ]
      return reply({
        model: { ...briefOf(project), images: imageBriefs(project), added, awaiting_upload: asked.uploads.length, upload_errors: faults },
        text: tell(project, said.filter((part) => part !== '').join(' ')),
        private: { ...privateOf(project), uploads: asked.uploads },
      })
    },
  )
}
