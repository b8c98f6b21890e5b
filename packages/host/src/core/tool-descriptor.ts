import { isRecord, TOOL_META } from '@lockstep/contract'

/** A tool as the host treats it: both dialects of its metadata read once, the standard winning where they differ. */
export interface ToolDescriptor {
  name: string
  title: string
  description: string
  inputSchema: Record<string, unknown>
  outputSchema: Record<string, unknown> | null
  annotations: Record<string, unknown>
  visibleToModel: boolean
  visibleToView: boolean
  readOnly: boolean
  /** Said, or (for a tool that is not read-only) not denied. */
  isDestructive: boolean
  isOpenWorld: boolean
  /** Address of its view; null when it has none. */
  resourceUri: string | null
  invoking: string
  invoked: string
  /** As the server sent it, for `hostContext.toolInfo`. */
  raw: Record<string, unknown>
}

/** Reads one item of tools/list; null when it has no usable name. Never throws: the server is not trusted to send sense. */
export function parseToolDescriptor(raw: unknown): ToolDescriptor | null {
  if (!isRecord(raw) || typeof raw['name'] !== 'string' || raw['name'] === '') return null
  const meta = recordOr(raw['_meta'])
  const annotations = recordOr(raw['annotations'])
  const name = raw['name']
  const title = firstText(raw['title'], annotations['title']) ?? name
  const readOnly = annotations['readOnlyHint'] === true
  return {
    name,
    title,
    description: firstText(raw['description']) ?? '',
    inputSchema: recordOr(raw['inputSchema']),
    outputSchema: isRecord(raw['outputSchema']) ? raw['outputSchema'] : null,
    annotations,
    ...visibility(meta),
    readOnly,
    isDestructive: !readOnly && annotations['destructiveHint'] !== false,
    isOpenWorld: annotations['openWorldHint'] !== false,
    resourceUri: resourceUri(meta),
    invoking: firstText(meta[TOOL_META.invoking]) ?? `Running ${title}…`,
    invoked: firstText(meta[TOOL_META.invoked]) ?? `${title} is done`,
    raw,
  }
}

/**
 * Defaults differ: a standard descriptor without `ui.visibility` is for both; one that knows only the legacy keys is for the model alone
 * until `openai/widgetAccessible` is true. @see chatgpt-contract H3; MCP Apps 2026-01-26 (checked 2026-11-21)
 */
function visibility(meta: Record<string, unknown>): { visibleToModel: boolean; visibleToView: boolean } {
  const ui = recordOr(meta[TOOL_META.ui])
  const declared = ui['visibility']
  if (Array.isArray(declared)) return { visibleToModel: declared.includes('model'), visibleToView: declared.includes('app') }
  const isPrivate = meta[TOOL_META.visibility] === 'private'
  const accessible = meta[TOOL_META.widgetAccessible]
  const isLegacyOnly = !isRecord(meta[TOOL_META.ui]) && meta[TOOL_META.flatResourceUri] === undefined && hasLegacyKeys(meta)
  return { visibleToModel: !isPrivate, visibleToView: isLegacyOnly ? accessible === true : accessible !== false }
}

function hasLegacyKeys(meta: Record<string, unknown>): boolean {
  return [TOOL_META.outputTemplate, TOOL_META.widgetAccessible, TOOL_META.visibility].some((key) => meta[key] !== undefined)
}

function resourceUri(meta: Record<string, unknown>): string | null {
  return firstText(recordOr(meta[TOOL_META.ui])['resourceUri'], meta[TOOL_META.flatResourceUri], meta[TOOL_META.outputTemplate])
}

function firstText(...candidates: unknown[]): string | null {
  for (const candidate of candidates) if (typeof candidate === 'string' && candidate.trim() !== '') return candidate
  return null
}

function recordOr(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}
