import { reply } from '@lockstep/server'
import { z } from 'zod'
import { listSchema, preferencesSchema } from '../../shared/api-types.ts'
import { listInput, listOutput, listPrivate, preferencesPrivate } from '../../shared/tool-types.ts'
import { nameOf } from '../project-reply.ts'
import { apiOf, keyOf, type ToolParts } from '../tool-parts.ts'

/** Projects that are named in the words of one answer. */
const NAMED_MAX = 5

export function addListProjects(parts: ToolParts) {
  return parts.app.tool(
    'list_projects',
    {
      title: 'List projects',
      description: 'Use this when the person wants to see their projects, or when you need the id of one.',
      effect: 'read',
      input: listInput,
      output: listOutput,
      private: listPrivate,
      view: parts.views.list,
      status: ['Looking through the projects…', 'Projects ready'],
    },
    async ({ status, limit, offset }, context) => {
      const api = apiOf(parts, context)
      // in the order that the person chose last, in whatever conversation
      const { sort } = await api.get('/api/preferences', preferencesSchema)
      const query = new URLSearchParams({ sort, limit: String(limit), offset: String(offset), ...(status === undefined ? {} : { status }) })
      const { projects, count, has_more } = await api.get(`/api/projects?${query.toString()}`, listSchema)
      const named = projects.slice(0, NAMED_MAX).map((project) => `${nameOf(project)} (${project.status})`)
      const more = count > named.length ? ` and ${count - named.length} more` : ''
      return reply({
        model: {
          projects: projects.map(({ thumbnail_url: _thumbnail, created_at: _created, ...project }) => project),
          count,
          has_more,
          next_offset: has_more ? offset + projects.length : null,
        },
        text:
          count === 0
            ? 'There are no projects yet. Offer to start one.'
            : `${count} ${count === 1 ? 'project' : 'projects'}: ${named.join(', ')}${more}.`,
        private: { projects, sort },
      })
    },
  )
}

/** A person's own order of the list, kept for every conversation. */
export function addSetListSort(parts: ToolParts) {
  return parts.app.tool(
    'set_list_sort',
    {
      title: 'Sort the list',
      description: 'Keeps the order in which the person wants to see their projects.',
      effect: 'write',
      idempotent: true,
      visibility: ['app'],
      input: preferencesSchema,
      output: z.strictObject({ sort: preferencesSchema.shape.sort }),
      private: preferencesPrivate,
    },
    async (wish, context) => {
      const { sort } = await apiOf(parts, context).send('PUT', '/api/preferences', preferencesSchema, { body: wish, key: keyOf(context) })
      return reply({ model: { sort }, text: 'The order is kept.', private: { sort } })
    },
  )
}
