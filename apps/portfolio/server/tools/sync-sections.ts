import { DOCUMENT_META, refusal, reply, ToolRefusal } from '@lockstep/server'
import { SYNC_REFUSAL_CODES, type Snapshot, type SyncFailure } from '@lockstep/sync'
import { z } from 'zod'
import { sectionsReplySchema, syncSectionsReplySchema } from '../../shared/api-types.ts'
import {
  sectionChangesInput,
  sectionChangesOutput,
  sectionChangesPrivate,
  sectionsDocument,
  syncSectionsInput,
  syncSectionsOutput,
  syncSectionsPrivate,
} from '../../shared/tool-types.ts'
import { apiOf, projectPath, type ToolParts } from '../tool-parts.ts'

/** The two tools by which views keep the sections of a project; the commit runs in the API, which alone knows whose they are. */
export function addSyncSections(parts: ToolParts) {
  const sync = parts.app.tool(
    'sync_project_sections',
    {
      title: 'Save the story',
      description: 'Stores the sections that a person wrote in the editor.',
      // a value replaces what was there, which the platform counts as destructive
      effect: 'destroy',
      idempotent: true,
      once: 'own',
      visibility: ['app'],
      input: syncSectionsInput,
      output: syncSectionsOutput,
      private: syncSectionsPrivate,
    },
    async ({ documentId, ...body }, context) => {
      const document = await apiOf(parts, context)
        .send('POST', `${projectPath(documentId)}/sections/sync`, syncSectionsReplySchema, { body, key: body.mutationId })
        .catch(asSyncRefusal)
      const { revision, status } = document
      return reply({ model: { documentId, revision, status }, text: `Saved at revision ${revision}.`, private: { [DOCUMENT_META]: document } })
    },
  )

  const changes = parts.app.tool(
    'project_sections_changes',
    {
      title: 'Look for changes of the story',
      description: 'Tells the editor what others did to the sections since the revision that it shows.',
      effect: 'read',
      visibility: ['app'],
      input: sectionChangesInput,
      output: sectionChangesOutput,
      private: sectionChangesPrivate,
    },
    async ({ documentId, epoch, since }, context) => {
      const query = since === undefined ? '' : `?since=${since}`
      const document = await apiOf(parts, context).get(`${projectPath(documentId)}/sections${query}`, sectionsReplySchema)
      const { revision } = document
      const isSameLife = document.epoch === epoch
      if (isSameLife && revision === since) return reply({ model: { documentId, revision, unchanged: true }, text: 'Nothing changed.', private: {} })
      return reply({
        model: { documentId, revision, unchanged: false },
        text: `The story is at revision ${revision}.`,
        private: { [DOCUMENT_META]: { ...document, changes: isSameLife ? document.changes : [] } },
      })
    },
  )

  return { sync, changes }
}

const refused = z.object({ reason: z.enum(SYNC_REFUSAL_CODES), current: sectionsDocument.optional() })

/** The API's conflict as the refusal that the sync protocol has for it, with the state to rebase on. */
function asSyncRefusal(error: unknown): never {
  if (!(error instanceof ToolRefusal)) throw error
  const { data, success } = refused.safeParse(error.data)
  if (!success) throw error
  const failure: SyncFailure = {
    code: data.reason,
    message: error.message,
    ...(data.current === undefined ? {} : { current: data.current satisfies Snapshot }),
  }
  throw refusal(failure)
}
