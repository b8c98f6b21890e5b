import { reply } from '@lockstep/server'
import { projectSchema } from '../../shared/api-types.ts'
import { deleteOutput, imageInput, photosOutput, projectPrivate } from '../../shared/tool-types.ts'
import { briefOf, imageBriefs, nameOf, privateOf, tell } from '../project-reply.ts'
import { apiOf, keyOf, projectPath, readProject, type ToolParts } from '../tool-parts.ts'

export function addDeleteMedia(parts: ToolParts) {
  return parts.app.tool(
    'delete_project_media',
    {
      title: 'Delete a photo',
      description: 'Use this only when the person has said which photo is to go. The last photo of a published project cannot go.',
      effect: 'destroy',
      confirm: 'host',
      input: imageInput,
      output: deleteOutput,
      private: projectPrivate,
      status: ['Deleting the photo…', 'Photo deleted'],
    },
    async ({ project_id: id, image_id: imageId }, context) => {
      const api = apiOf(parts, context)
      const { hero_image_id: before } = await readProject(api, id)
      const path = `${projectPath(id)}/images/${encodeURIComponent(imageId)}`
      const project = await api.send('DELETE', path, projectSchema, { key: keyOf(context) })
      const isNewHero = before !== project.hero_image_id
      const cover = !isNewHero
        ? ''
        : project.hero_image_id === null
          ? ' It has no cover now.'
          : ' It was the cover; the first photo left is the cover now.'
      return reply({
        model: { ...briefOf(project), images: imageBriefs(project), deleted_image_id: imageId, hero_changed: isNewHero },
        text: tell(project, `The photo is no longer in ${nameOf(project)}.${cover}`),
        private: privateOf(project),
      })
    },
  )
}

/** A view's undo of a deletion. */
export function addRestoreMedia(parts: ToolParts) {
  return parts.app.tool(
    'restore_project_media',
    {
      title: 'Bring a photo back',
      description: 'Takes back the deletion of a photo, for ten minutes after it.',
      effect: 'write',
      visibility: ['app'],
      input: imageInput,
      output: photosOutput,
      private: projectPrivate,
    },
    async ({ project_id: id, image_id: imageId }, context) => {
      const path = `${projectPath(id)}/images/${encodeURIComponent(imageId)}/restore`
      const project = await apiOf(parts, context).send('POST', path, projectSchema, { key: keyOf(context) })
      return reply({
        model: { ...briefOf(project), images: imageBriefs(project) },
        text: tell(project, `The photo is in ${nameOf(project)} again.`),
        private: privateOf(project),
      })
    },
  )
}
