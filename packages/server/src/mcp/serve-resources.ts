import {
  ResourceNotFoundError,
  type InputRequiredResult,
  type McpServer,
  type ReadResourceResult,
  type Resource as WireResource,
} from '@modelcontextprotocol/server'
import { answering } from './answering.ts'
import { checkReadAuth, mayRead } from './check-read-auth.ts'
import { guarded } from './guarded.ts'
import type { McpServerOptions } from './mcp-server-options.ts'
import type { RequestContext } from './request-context.ts'
import { listInstances, resourceDescriptor, templateDescriptor, type Resource } from './resources.ts'

/** Answers what asks for resources: the app's own, and the views. */
export function serveResources({ server }: McpServer, options: McpServerOptions): void {
  const declared = [...options.resources.values()]
  server.setRequestHandler('resources/list', (request, context) =>
    guarded(options, request.method, null, () =>
      answering(options, context, async (asked) => {
        const own = await Promise.all(declared.map((resource) => listed(resource, asked, options)))
        return { resources: [...(await options.shelf.list()), ...own.flat()] }
      }),
    ),
  )
  server.setRequestHandler('resources/templates/list', (request) =>
    guarded(options, request.method, null, () => ({
      resourceTemplates: declared.filter(({ template }) => template !== null).map(templateDescriptor),
    })),
  )
  server.setRequestHandler('resources/read', (request, context) =>
    guarded(options, request.method, declared.find(({ match }) => match(request.params.uri) !== null)?.uri ?? null, () =>
      answering(options, context, (asked) => readResource(request.params.uri, asked, declared, options)),
    ),
  )
}

/** What there is of a template is told only to who may read it. */
async function listed(resource: Resource, context: RequestContext, options: McpServerOptions): Promise<WireResource[]> {
  if (resource.template === null) return [resourceDescriptor(resource)]
  return mayRead(resource.auth, context.auth, options.auth) ? await listInstances(resource, context) : []
}

async function readResource(
  uri: string,
  context: RequestContext,
  declared: readonly Resource[],
  options: McpServerOptions,
): Promise<ReadResourceResult | InputRequiredResult> {
  const view = await options.shelf.read(uri)
  if (view !== null) return { contents: [view] }
  for (const resource of declared) {
    const parts = resource.match(uri)
    if (parts === null) continue
    checkReadAuth(resource.auth, context.auth, options.auth)
    const answer = await resource.read(uri, parts, context)
    if (answer !== null) return answer
  }
  throw new ResourceNotFoundError(uri)
}
