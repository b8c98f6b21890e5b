import { DOCUMENT_META, type TypedTool } from '@lockstep/contract'
import type { Actor, Loaded, Mutation, SyncFailure } from '@lockstep/sync'
import type { z } from 'zod'
import type { AuthScheme } from '../auth/auth.ts'
import { reply } from '../tools/reply.ts'
import type { DeclareTool, ToolContext } from '../tools/tool.ts'
import { toolError } from '../tools/tool-refusal.ts'
import { valueFailure } from './check-value.ts'
import { isForeign, type DocumentHandle } from './document-handle.ts'
import { refusal } from './refusal.ts'
import {
  changesToolInput,
  changesToolOutput,
  changesToolPrivate,
  syncToolInput,
  syncToolNames,
  syncToolOutput,
  syncToolPrivate,
} from './sync-wire.ts'

export interface SyncToolOptions {
  /**
   * Whether the caller may see and write the document; one it may not is told as `not_found`. Asked by both tools. Ids of all kinds share one space,
   * so say which are of this one. Default: whoever names an id may, which is right for ids that nobody can guess.
   */
  access?: (documentId: string, context: ToolContext) => boolean | Promise<boolean>
  /** Refuses a value before anything is decided, or null to go on. Pure: it may run again. */
  guard?: (mutation: Mutation, loaded: Loaded, context: ToolContext) => SyncFailure | null
  /** Whose doing an edit is, for telling people. Default `user`. */
  actor?: Actor
  /** As of any tool. */
  auth?: readonly AuthScheme[]
}

/** Handles of the two tools. */
export interface SyncTools {
  readonly sync: TypedTool<string, z.input<typeof syncToolInput>, z.output<typeof syncToolOutput>, z.output<typeof syncToolPrivate>, 'destroy', null>
  readonly changes: TypedTool<
    string,
    z.input<typeof changesToolInput>,
    z.output<typeof changesToolOutput>,
    z.output<typeof changesToolPrivate>,
    'read',
    null
  >
}

/** Declares the two app-only tools by which views keep documents of a kind: see sync-wire.ts. */
export function declareSyncTools(
  tool: DeclareTool,
  handle: DocumentHandle,
  { access = () => true, guard, actor = 'user', auth }: SyncToolOptions,
): SyncTools {
  const { spec } = handle
  const names = syncToolNames(spec.name)
  const words = spec.name.replaceAll('-', ' ')
  const shared = { visibility: ['app'], ...(auth === undefined ? {} : { auth }) } as const

  const foreign: SyncFailure = { code: 'unavailable', message: `This server does not know all that is in this ${words}. Try again.` }

  async function mustReach(documentId: string, context: ToolContext): Promise<void> {
    if (!(await access(documentId, context))) throw toolError('not_found', `There is no ${words} ${documentId}.`, { path: 'documentId' })
  }

  const sync = tool(
    names.sync,
    {
      ...shared,
      title: `Save the ${words}`,
      description: `Stores the ${words} that a person edited in the app's view.`,
      // a value replaces what was there, which the platform counts as destructive
      effect: 'destroy',
      idempotent: true,
      once: 'own',
      input: syncToolInput,
      output: syncToolOutput,
      private: syncToolPrivate,
    },
    async ({ v: _version, ...mutation }, context) => {
      await mustReach(mutation.documentId, context)
      const wrong = valueFailure(spec, mutation)
      if (wrong !== null) throw refusal(wrong)
      const outcome = await handle.sync(mutation, {
        actor,
        guard: (_records, loaded) => (isForeign(spec, loaded.document) ? foreign : (guard?.(mutation, loaded, context) ?? null)),
      })
      if (!outcome.ok) throw refusal(outcome.failure)
      const { documentId, revision, status, conflicts, changes, ...rest } = outcome.reply
      const document = { ...rest, documentId, revision, status, conflicts: [...conflicts], changes: [...changes] }
      return reply({ model: { documentId, revision, status }, text: `Saved at revision ${revision}.`, private: { [DOCUMENT_META]: document } })
    },
  )

  const changes = tool(
    names.changes,
    {
      ...shared,
      title: `Look for changes of the ${words}`,
      description: `Tells the app's view what others did to the ${words} since the revision that it shows.`,
      effect: 'read',
      input: changesToolInput,
      output: changesToolOutput,
      private: changesToolPrivate,
    },
    async ({ documentId, epoch, since }, context) => {
      await mustReach(documentId, context)
      const { snapshot, changes, isForeign: isOther } = await handle.readOrEmpty(documentId, since === undefined ? {} : { since })
      if (isOther === true) throw refusal(foreign)
      const { revision } = snapshot
      const isSameLife = snapshot.epoch === epoch
      if (isSameLife && revision === since) return reply({ model: { documentId, revision, unchanged: true }, text: 'Nothing changed.' })
      return reply({
        model: { documentId, revision, unchanged: false },
        text: `The ${words} is at revision ${revision}.`,
        private: { [DOCUMENT_META]: { ...snapshot, changes: isSameLife ? [...changes] : [] } },
      })
    },
  )

  return { sync, changes }
}
