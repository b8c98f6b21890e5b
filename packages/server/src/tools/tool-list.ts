import type { Tool as WireTool } from '@modelcontextprotocol/server'
import type { AuthOptions } from '../auth/auth-options.ts'
import type { AuthScheme } from '../auth/auth.ts'
import { schemesOf } from '../auth/schemes.ts'
import type { Dialects } from '../views/view-metadata.ts'
import type { ViewShelf, ViewTemplates } from '../views/view-shelf.ts'
import { toolDescriptor } from './tool-descriptor.ts'
import type { Tool } from './tool.ts'

export interface ToolListOptions {
  tools: ReadonlyMap<string, Tool>
  shelf: Pick<ViewShelf, 'templates'>
  dialects: Dialects
  /** The app's sign-in. */
  auth: AuthOptions | undefined
}

/** Answers tools/list, with each tool's view where it is now. A descriptor is made once and kept for as long as its view stays the same. */
export function createToolList({ tools, shelf, dialects, auth }: ToolListOptions): () => Promise<WireTool[]> {
  const made = new Map<Tool, { key: string; descriptor: WireTool }>()

  function descriptorOf(tool: Tool, templates: ViewTemplates | null): WireTool {
    const key = templates === null ? '' : `${templates.uri} ${templates.skybridgeUri ?? ''}`
    const before = made.get(tool)
    if (before?.key === key) return before.descriptor
    const descriptor = toolDescriptor(tool, { templates, schemes: schemesFor(tool, auth), dialects })
    made.set(tool, { key, descriptor })
    return descriptor
  }

  return async () => {
    const templates = await shelf.templates()
    return [...tools.values()].map((tool) =>
      descriptorOf(tool, tool.options.view === undefined ? null : (templates.get(tool.options.view.name) ?? null)),
    )
  }
}

/** What only views call needs no word on sign-in where the app has none. */
function schemesFor({ options }: Tool, auth: AuthOptions | undefined): readonly AuthScheme[] | null {
  const isAppOnly = options.visibility?.includes('model') === false
  return isAppOnly && options.auth === undefined && auth === undefined ? null : schemesOf(options.auth, auth)
}
