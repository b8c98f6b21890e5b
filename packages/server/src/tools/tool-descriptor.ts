import { TOOL_META, type ToolVisibility } from '@lockstep/contract'
import type { Tool as WireTool } from '@modelcontextprotocol/server'
import type { Tool, ToolOptions } from './tool.ts'

/** One item of tools/list, in both dialects. @see chatgpt-contract sections 9.1 and 10 */
export function toolDescriptor(tool: Tool, viewUri: string | null): WireTool {
  return {
    name: tool.name,
    title: tool.options.title,
    description: tool.options.description,
    // zod writes `type: 'object'` for every object schema; its own type does not say so.
    inputSchema: tool.inputJson as WireTool['inputSchema'],
    outputSchema: tool.outputJson,
    annotations: annotationsOf(tool.options),
    _meta: toolMeta(tool.options, viewUri),
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

function toolMeta(options: ToolOptions, viewUri: string | null): Record<string, unknown> {
  const visibility: readonly ToolVisibility[] = options.visibility ?? ['model', 'app']
  return {
    [TOOL_META.ui]: { ...(viewUri === null ? {} : { resourceUri: viewUri }), visibility: [...visibility] },
    ...(viewUri === null ? {} : { [TOOL_META.outputTemplate]: viewUri }),
    [TOOL_META.widgetAccessible]: visibility.includes('app'),
    [TOOL_META.visibility]: visibility.includes('model') ? 'public' : 'private',
    ...(options.status === undefined ? {} : { [TOOL_META.invoking]: options.status[0], [TOOL_META.invoked]: options.status[1] }),
  }
}
