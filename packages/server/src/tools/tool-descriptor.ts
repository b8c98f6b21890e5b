import { TOOL_META, type ToolMeta, type ToolVisibility } from '@lockstep/contract'
import type { Tool as WireTool } from '@modelcontextprotocol/server'
import type { AuthScheme } from '../auth/auth.ts'
import type { Dialects } from '../views/view-metadata.ts'
import type { ViewTemplates } from '../views/view-shelf.ts'
import type { Tool, ToolOptions } from './tool.ts'

export interface DescriptorParts {
  /** Where its view is; null when it has none, or none that can be loaded. */
  templates: ViewTemplates | null
  /** Who may call it, in full; null says nothing. */
  schemes: readonly AuthScheme[] | null
  dialects: Dialects
}

/** One item of tools/list, in both dialects. @see chatgpt-contract sections 9.1 and 10 */
export function toolDescriptor(tool: Tool, { templates, schemes, dialects }: DescriptorParts): WireTool {
  const auth = schemes === null ? {} : { [TOOL_META.securitySchemes]: [...schemes] }
  return {
    name: tool.name,
    title: tool.options.title,
    description: tool.options.description,
    // zod writes `type: 'object'` for every object schema; its own type does not say so.
    inputSchema: tool.inputJson as WireTool['inputSchema'],
    outputSchema: tool.outputJson,
    annotations: annotationsOf(tool.options),
    // a member of the tool itself and its copy: hosts look at either
    ...auth,
    _meta: {
      ...auth,
      ...standardMeta(tool.options, templates),
      ...(dialects === 'both' ? openAiMeta(tool.options, templates) : {}),
    },
  }
}

/** All four hints, always: a missing one means different things to different hosts. */
function annotationsOf(options: ToolOptions): Required<Omit<NonNullable<WireTool['annotations']>, 'title'>> {
  const isRead = options.effect === 'read'
  return {
    readOnlyHint: isRead,
    destructiveHint: options.effect === 'destroy',
    idempotentHint: options.idempotent ?? isRead,
    openWorldHint: options.openWorld ?? false,
  }
}

function standardMeta(options: ToolOptions, templates: ViewTemplates | null): ToolMeta {
  return { [TOOL_META.ui]: { ...(templates === null ? {} : { resourceUri: templates.uri }), visibility: [...visibilityOf(options)] } }
}

function openAiMeta(options: ToolOptions, templates: ViewTemplates | null): ToolMeta {
  const visibility = visibilityOf(options)
  const { status, files, entrypoints } = options
  return {
    ...(templates === null ? {} : { [TOOL_META.outputTemplate]: templates.skybridgeUri ?? templates.uri }),
    [TOOL_META.widgetAccessible]: visibility.includes('app'),
    [TOOL_META.visibility]: visibility.includes('model') ? 'public' : 'private',
    ...(status === undefined ? {} : { [TOOL_META.invoking]: status[0], [TOOL_META.invoked]: status[1] }),
    ...(files === undefined || files.length === 0 ? {} : { [TOOL_META.fileParams]: [...files] }),
    ...(entrypoints === undefined || entrypoints.length === 0 ? {} : { [TOOL_META.openaiUi]: { entrypoints: entrypoints.map(entrypointOf) } }),
  }
}

function entrypointOf(
  entrypoint: NonNullable<ToolOptions['entrypoints']>[number],
): { type: 'global' | 'thread' } | { type: 'file'; extensions: string[] } {
  return entrypoint.type === 'file' ? { type: 'file', extensions: [...entrypoint.extensions] } : { type: entrypoint.type }
}

function visibilityOf(options: ToolOptions): readonly ToolVisibility[] {
  return options.visibility ?? ['model', 'app']
}
