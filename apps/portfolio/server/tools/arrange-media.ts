import { reply } from '@lockstep/server'
import { projectSchema, type ApiProject } from '../../shared/api-types.ts'
import { heroInput, labelsInput, orderInput, photosOutput, projectPrivate } from '../../shared/tool-types.ts'
import { briefOf, imageBriefs, nameOf, privateOf, tell } from '../project-reply.ts'
import { apiOf, keyOf, projectPath, type ToolParts } from '../tool-parts.ts'

const shared = { effect: 'write', idempotent: true, output: photosOutput, private: projectPrivate } as const

export function addReorderMedia(parts: ToolParts) {
  return parts.app.tool(
    'reorder_project_media',
    {
      ...shared,
      title: 'Order photos',
      description: 'Use this when the person wants the photos in another order. Pass the ids of all of them, each once.',
      input: orderInput,
      status: ['Ordering photos…', 'Photos in order'],
    },
    async ({ project_id: id, image_ids }, context) => {
      const write = { body: { image_ids }, key: keyOf(context) }
      const project = await apiOf(parts, context).send('PUT', `${projectPath(id)}/images/order`, projectSchema, write)
      return answer(project, `The photos of ${nameOf(project)} are in the new order.`)
    },
  )
}

export function addSetHero(parts: ToolParts) {
  return parts.app.tool(
    'set_project_hero_media',
    {
      ...shared,
      title: 'Choose the cover',
      description: 'Use this when the person says which photo is to be the cover of the project.',
      input: heroInput,
      status: ['Choosing the cover…', 'Cover chosen'],
    },
    async ({ project_id: id, hero_image_id: image_id }, context) => {
      const project = await apiOf(parts, context).send('PUT', `${projectPath(id)}/hero`, projectSchema, { body: { image_id }, key: keyOf(context) })
      return answer(project, `${nameOf(project)} has its cover.`)
    },
  )
}

export function addSetLabels(parts: ToolParts) {
  return parts.app.tool(
    'set_project_media_labels',
    {
      ...shared,
      title: 'Label photos',
      description:
        'Use this when a photo is to be marked as before, after, progress or detail, or to get a text for people who cannot see it; null takes one away.',
      input: labelsInput,
      status: ['Labelling photos…', 'Photos labelled'],
    },
    async ({ project_id: id, labels }, context) => {
      const write = { body: { labels }, key: keyOf(context) }
      const project = await apiOf(parts, context).send('PATCH', `${projectPath(id)}/images`, projectSchema, write)
      return answer(project, `The photos of ${nameOf(project)} are labelled.`)
    },
  )
}

function answer(project: ApiProject, said: string) {
  return reply({ model: { ...briefOf(project), images: imageBriefs(project) }, text: tell(project, said), private: privateOf(project) })
}
