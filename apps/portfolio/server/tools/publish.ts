import { reply, ToolRefusal, toolError } from '@lockstep/server'
import { z } from 'zod'
import { publishReplySchema, recommendedFieldSchema, requiredFieldSchema } from '../../shared/api-types.ts'
import { projectBrief, projectInput, projectPrivate } from '../../shared/tool-types.ts'
import type { ContractorApi } from '../api-client.ts'
import { nextQuestion } from '../next-question.ts'
import { briefOf, nameOf, privateOf } from '../project-reply.ts'
import { apiOf, keyOf, projectPath, readProject, type ToolParts } from '../tool-parts.ts'

const shared = {
  effect: 'destroy',
  confirm: 'host',
  idempotent: true,
  input: projectInput,
  output: projectBrief,
  private: projectPrivate,
} as const

export function addPublishProject(parts: ToolParts) {
  return parts.app.tool(
    'publish_project',
    {
      ...shared,
      title: 'Publish a project',
      description:
        'Use this only when the person has said that they want the project published: from then on everybody can see it. It is refused while something is missing.',
      // what is published is on the web
      openWorld: true,
      view: parts.views.status,
      status: ['Publishing…', 'Publishing done'],
    },
    async ({ project_id: id }, context) => {
      const api = apiOf(parts, context)
      await change(api, 'POST', id, keyOf(context), 'already_published')
      const project = await readProject(api, id)
      return reply({
        model: briefOf(project),
        text: `${nameOf(project)} is published; the view has the link to its page.`,
        private: privateOf(project),
      })
    },
  )
}

export function addUnpublishProject(parts: ToolParts) {
  return parts.app.tool(
    'unpublish_project',
    {
      ...shared,
      title: 'Take a project off the web',
      description:
        'Use this only when the person has said that the published project is to be a draft again. Its page and photos are then gone from the web.',
      openWorld: true,
      view: parts.views.status,
      status: ['Taking it off the web…', 'Off the web'],
    },
    async ({ project_id: id }, context) => {
      const api = apiOf(parts, context)
      await change(api, 'DELETE', id, keyOf(context), 'not_published')
      const project = await readProject(api, id)
      return reply({ model: briefOf(project), text: `${nameOf(project)} is a draft again; nobody else sees it.`, private: privateOf(project) })
    },
  )
}

const lacking = z.object({ missing_fields: z.array(requiredFieldSchema), recommended_missing: z.array(recommendedFieldSchema) })

/** Asked for what is so already, there is nothing to refuse. */
async function change(api: ContractorApi, method: 'POST' | 'DELETE', id: string, key: string, done: string): Promise<void> {
  try {
    await api.send(method, `${projectPath(id)}/publish`, publishReplySchema, { key })
  } catch (error) {
    if (!(error instanceof ToolRefusal)) throw error
    if (error.data['reason'] === done) return
    const gate = lacking.safeParse(error.data)
    if (error.code !== 'not_publishable' || !gate.success) throw error
    const question = nextQuestion(gate.data, 'draft')
    throw toolError('not_publishable', `${error.message}${question === null ? '' : ` Ask next: ${question}`}`, {
      data: { ...error.data, next_question: question },
    })
  }
}
