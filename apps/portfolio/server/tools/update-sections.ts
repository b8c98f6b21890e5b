import { reply } from '@lockstep/server'
import { projectBrief, projectPrivate, sectionsInput } from '../../shared/tool-types.ts'
import { editSections } from '../edit-sections.ts'
import { briefOf, nameOf, privateOf, tell } from '../project-reply.ts'
import { apiOf, keyOf, readProject, type ToolParts } from '../tool-parts.ts'

export function addUpdateSections(parts: ToolParts) {
  return parts.app.tool(
    'update_project_sections',
    {
      title: 'Write the story of a project',
      description:
        'Use this when there is something to write into summary, challenge, solution, results or outcome highlights; you write the text, from what the person told. ' +
        'Only what is passed changes. Without any section it opens the editor for the person. Pass the latest `revision` as `base_revision`.',
      effect: 'write',
      idempotent: true,
      input: sectionsInput,
      output: projectBrief,
      private: projectPrivate,
      view: parts.views.editor,
      status: ['Writing…', 'Written'],
    },
    async ({ project_id: projectId, base_revision: baseRevision = null, ...wish }, context) => {
      const api = apiOf(parts, context)
      const isOpening = Object.values(wish).every((section) => section === undefined)
      const project = isOpening ? await readProject(api, projectId) : await editSections(api, { projectId, wish, baseRevision, key: keyOf(context) })
      const said = isOpening ? `The person can write ${nameOf(project)} here.` : `The story of ${nameOf(project)} is saved.`
      return reply({ model: briefOf(project), text: tell(project, said), private: privateOf(project) })
    },
  )
}
