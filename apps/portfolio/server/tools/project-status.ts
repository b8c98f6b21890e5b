import { reply } from '@lockstep/server'
import { factsShape, publishReplySchema, sectionsShape, type ApiProject } from '../../shared/api-types.ts'
import { checkOutput, projectInput, projectPrivate, statusInput, statusOutput } from '../../shared/tool-types.ts'
import { briefOf, imageBriefs, nameOf, privateOf, tell } from '../project-reply.ts'
import { apiOf, projectPath, readProject, type ToolParts } from '../tool-parts.ts'

export function addGetProjectStatus(parts: ToolParts) {
  return parts.app.tool(
    'get_project_status',
    {
      title: 'Show a project',
      description:
        'Use this when the person asks how a project stands, and before you say or change anything of it: they may have changed it by hand since you looked.',
      effect: 'read',
      input: statusInput,
      output: statusOutput,
      private: projectPrivate,
      view: parts.views.status,
      status: ['Looking at the project…', 'Project ready'],
    },
    async ({ project_id: id, include_story: hasStory }, context) => {
      const project = await readProject(apiOf(parts, context), id)
      const model = { ...briefOf(project), ...(hasStory ? { story: storyOf(project) } : { images: imageBriefs(project) }) }
      return reply({ model, text: tell(project, standing(project)), private: privateOf(project) })
    },
  )
}

export function addCheckPublish(parts: ToolParts) {
  return parts.app.tool(
    'check_publish',
    {
      title: 'Check whether a project can be published',
      description: 'Use this when the person asks what is missing, or before you offer to publish. It changes nothing.',
      effect: 'read',
      input: projectInput,
      output: checkOutput,
      private: projectPrivate,
      view: parts.views.status,
      status: ['Checking…', 'Checked'],
    },
    async ({ project_id: id }, context) => {
      const api = apiOf(parts, context)
      const {
        status: _status,
        url: _url,
        ...gate
      } = await api.send('POST', `${projectPath(id)}/publish?dry_run=true`, publishReplySchema, {
        key: parts.newId('check'),
      })
      const project = await readProject(api, id)
      const { project_id, title, status, can_publish, missing_fields, recommended_missing, progress_percent, next_question } = briefOf(project, gate)
      const said = `${nameOf(project)} ${can_publish ? 'has all that publishing needs' : 'cannot be published yet'}.`
      return reply({
        model: { project_id, title, status, can_publish, missing_fields, recommended_missing, progress_percent, next_question },
        text: tell(project, said, gate),
        private: privateOf(project),
      })
    },
  )
}

const TOLD = [...Object.keys(factsShape), ...Object.keys(sectionsShape)] as Array<keyof typeof factsShape | keyof typeof sectionsShape>

function storyOf(project: ApiProject): Record<string, string | string[]> {
  return Object.fromEntries(TOLD.map((name) => [name, project[name]]))
}

function standing(project: ApiProject): string {
  const { status, images, gate } = project
  const photos = `${images.length} ${images.length === 1 ? 'photo' : 'photos'}`
  return `${nameOf(project)} is ${status === 'archived' ? 'archived' : status === 'draft' ? 'a draft' : 'published'}, with ${photos} and ${gate.progress_percent} % of what publishing needs.`
}
