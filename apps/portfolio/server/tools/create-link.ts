import { reply } from '@lockstep/server'
import { linkReplySchema } from '../../shared/api-types.ts'
import { linkInput, linkOutput } from '../../shared/tool-types.ts'
import { apiOf, projectPath, type ToolParts } from '../tool-parts.ts'

/** An address for the person's browser: the preview of the page, or the uploader where the view has no files. It leads to one project, for a while. */
export function addCreateLink(parts: ToolParts) {
  return parts.app.tool(
    'create_project_link',
    {
      title: 'Open a page of the project',
      description: 'Gives the view the address of the preview or of the photo uploader.',
      effect: 'read',
      visibility: ['app'],
      input: linkInput,
      output: linkOutput,
      private: linkReplySchema,
    },
    async ({ project_id: id, kind }, context) => {
      const path = `${projectPath(id)}/${kind}-link`
      const link = await apiOf(parts, context).send('POST', path, linkReplySchema, { key: parts.newId('link') })
      return reply({ model: { project_id: id, kind }, text: 'The page can be opened.', private: link })
    },
  )
}
