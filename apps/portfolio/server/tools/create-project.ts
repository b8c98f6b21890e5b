import { reply } from '@lockstep/server'
import { projectSchema } from '../../shared/api-types.ts'
import { createInput, projectBrief, projectPrivate } from '../../shared/tool-types.ts'
import { briefOf, nameOf, privateOf, tell } from '../project-reply.ts'
import { apiOf, keyOf, type ToolParts } from '../tool-parts.ts'

export function addCreateProject(parts: ToolParts) {
  return parts.app.tool(
    'create_project_draft',
    {
      title: 'Start a project',
      description:
        'Use this when the person wants to write up a new project. Pass only what they said; leave out what is not known, and never write "unknown". ' +
        'Then ask what `next_question` says.',
      effect: 'write',
      input: createInput,
      output: projectBrief,
      private: projectPrivate,
      view: parts.views.status,
      status: ['Starting the project…', 'Project started'],
    },
    async (input, context) => {
      const project = await apiOf(parts, context).send('POST', '/api/projects', projectSchema, { body: input, key: keyOf(context) })
      return reply({ model: briefOf(project), text: tell(project, `${nameOf(project)} is a draft now.`), private: privateOf(project) })
    },
  )
}
