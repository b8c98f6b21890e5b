import { reply } from '@lockstep/server'
import { projectSchema } from '../../shared/api-types.ts'
import { metaInput, projectBrief, projectPrivate } from '../../shared/tool-types.ts'
import { briefOf, nameOf, privateOf, tell } from '../project-reply.ts'
import { apiOf, keyOf, projectPath, type ToolParts } from '../tool-parts.ts'

export function addUpdateMeta(parts: ToolParts) {
  return parts.app.tool(
    'update_project_meta',
    {
      title: 'Change facts of a project',
      description:
        'Use this when the person says or changes title, kind of work, place, duration, tags, materials or techniques. Only what is passed changes.',
      effect: 'write',
      idempotent: true,
      input: metaInput,
      output: projectBrief,
      private: projectPrivate,
      view: parts.views.status,
      status: ['Saving…', 'Saved'],
    },
    async ({ project_id: id, ...wish }, context) => {
      const project = await apiOf(parts, context).send('PATCH', projectPath(id), projectSchema, { body: wish, key: keyOf(context) })
      return reply({ model: briefOf(project), text: tell(project, `${nameOf(project)} is saved.`), private: privateOf(project) })
    },
  )
}
