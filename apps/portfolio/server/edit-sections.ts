import { ToolRefusal, toolError } from '@lockstep/server'
import type { z } from 'zod'
import { projectSchema, sectionsReplySchema, type ApiProject, type ChangeSections } from '../shared/api-types.ts'
import { cleanText } from '../shared/clean-text.ts'
import type { ContractorApi } from './api-client.ts'
import { projectPath } from './tool-parts.ts'

/** Times a change that met another one is tried again. */
const TRIES = 4

export interface SectionsEdit {
  projectId: string
  wish: ChangeSections
  /** Revision the model last saw; null = it says none. */
  baseRevision: number | null
  key: string
}

/** Writes sections, but nothing over what a person wrote since the model looked. @throws {ToolRefusal} conflict, and what the API refuses */
export async function editSections(api: ContractorApi, { projectId, wish, baseRevision, key }: SectionsEdit): Promise<ApiProject> {
  const path = `${projectPath(projectId)}/sections`
  if (baseRevision === null) return api.send('PATCH', path, projectSchema, { body: wish, key })
  for (let tries = 1; ; tries += 1) {
    const now = await api.get(`${path}?since=${baseRevision}`, sectionsReplySchema)
    refuseOverwrite(now, wish, baseRevision)
    try {
      return await api.send('PATCH', path, projectSchema, { body: wish, key, ifMatch: `"${now.epoch}.${now.revision}"` })
    } catch (error) {
      const hasChanged = error instanceof ToolRefusal && error.code === 'precondition_failed'
      if (!hasChanged || tries === TRIES) throw error
    }
  }
}

function refuseOverwrite(
  { changes, value, revision, truncated = false }: z.infer<typeof sectionsReplySchema>,
  wish: ChangeSections,
  baseRevision: number,
): void {
  const wished = entriesOf(wish)
  // a base that is too old to tell from, or that never was, says nothing of what the model has seen
  const isUntold = truncated || baseRevision > revision
  const touched = isUntold ? Object.keys(value.sections) : [...new Set(changes.filter(({ by }) => by === 'user').map(({ id }) => id))]
  // who wrote the very same has nothing to lose
  const lost = touched.filter((id) => wished.has(id) && cleanText(value.sections[id] ?? '') !== wished.get(id))
  if (lost.length === 0) return
  const texts = lost.map((id) => `${id}: ${JSON.stringify(value.sections[id] ?? '')}`).join('; ')
  throw toolError(
    'conflict',
    `Nothing was written: ${isUntold ? 'base_revision does not show that you have seen what is there' : 'the person has changed this since you looked'}. It now says ${texts}. Work their words in, then send it with base_revision ${revision}.`,
    { data: { reason: 'changed_by_person', sections: lost, revision } },
  )
}

/** The wish under the names that the document's entries have. */
function entriesOf({ outcome_highlights: outcomes, ...texts }: ChangeSections): Map<string, string> {
  const entries = Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, cleanText(text)] as const]))
  const lines = outcomes?.map((outcome) => cleanText(outcome).replaceAll('\n', ' ')).filter((outcome) => outcome !== '')
  return new Map([...entries, ...(lines === undefined ? [] : [['outcomes', lines.join('\n')] as const])])
}
