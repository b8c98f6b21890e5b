import { isRecord, TOOL_META, type HostProfile } from '@lockstep/contract'
import { recordOr } from './record-or.ts'

/** Which dialects of metadata a platform reads. */
export type MetaDialects = HostProfile['readsMeta']

/** A tool as the platform treats it: the dialects it knows read once, the standard winning where they differ. */
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
  /** Address of its view, as the platform reads it; null when it has none. */
  resourceUri: string | null
  /** What it declares in each dialect, read by the platform or not. */
  declaredResourceUris: { standard: string | null; openai: string | null }
  invoking: string
  invoked: string
  /** Arguments that are files (`openai/fileParams`): an id in them is given as an address when the tool is called. */
  fileParams: string[]
  /** As the server sent it, for `hostContext.toolInfo`. */
  raw: Record<string, unknown>
}

/** Reads one item of tools/list; null when it has no usable name. Never throws: the server is not trusted to send sense. */
export function parseToolDescriptor(raw: unknown, reads: MetaDialects): ToolDescriptor | null {
  if (!isRecord(raw) || typeof raw['name'] !== 'string' || raw['name'] === '') return null
  const declared = recordOr(raw['_meta'])
  const meta = metaAsRead(declared, reads)
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
    ...visibility(meta, reads),
    readOnly,
    isDestructive: !readOnly && annotations['destructiveHint'] !== false,
    isOpenWorld: annotations['openWorldHint'] !== false,
    resourceUri: standardUri(meta) ?? openaiUri(meta),
    declaredResourceUris: { standard: standardUri(declared), openai: openaiUri(declared) },
    invoking: firstText(meta[TOOL_META.invoking]) ?? `Running ${title}…`,
    invoked: firstText(meta[TOOL_META.invoked]) ?? `${title} is done`,
    fileParams: textList(meta[TOOL_META.fileParams]),
    raw,
  }
}

/**
 * Defaults differ: a standard descriptor without `ui.visibility` is for both; one that knows only the legacy keys is for the model alone
 * until `openai/widgetAccessible` is true, and so is every tool of a platform that knows no others. @see chatgpt-contract H3; MCP Apps 2026-01-26 (checked 2026-11-21)
 */
function visibility(meta: Record<string, unknown>, reads: MetaDialects): { visibleToModel: boolean; visibleToView: boolean } {
  const ui = recordOr(meta[TOOL_META.ui])
  const declared = ui['visibility']
  if (Array.isArray(declared)) return { visibleToModel: declared.includes('model'), visibleToView: declared.includes('app') }
  const isPrivate = meta[TOOL_META.visibility] === 'private'
  const accessible = meta[TOOL_META.widgetAccessible]
  const hasStandardKeys = isRecord(meta[TOOL_META.ui]) || meta[TOOL_META.flatResourceUri] !== undefined
  const isLegacyOnly = reads.standard ? !hasStandardKeys && hasLegacyKeys(meta) : reads.openai
  return { visibleToModel: !isPrivate, visibleToView: isLegacyOnly ? accessible === true : accessible !== false }
}

/** The members of `_meta` that the platform knows; what it does not read is not there for it. */
function metaAsRead(meta: Record<string, unknown>, reads: MetaDialects): Record<string, unknown> {
  const isRead = (key: string): boolean => {
    if (key === TOOL_META.ui || key === TOOL_META.flatResourceUri) return reads.standard
    return !key.startsWith('openai/') || reads.openai
  }
  return Object.fromEntries(Object.entries(meta).filter(([key]) => isRead(key)))
}

function hasLegacyKeys(meta: Record<string, unknown>): boolean {
  return [TOOL_META.outputTemplate, TOOL_META.widgetAccessible, TOOL_META.visibility].some((key) => meta[key] !== undefined)
}

function standardUri(meta: Record<string, unknown>): string | null {
  return firstText(recordOr(meta[TOOL_META.ui])['resourceUri'], meta[TOOL_META.flatResourceUri])
}

function openaiUri(meta: Record<string, unknown>): string | null {
  return firstText(meta[TOOL_META.outputTemplate])
}

function firstText(...candidates: unknown[]): string | null {
  for (const candidate of candidates) if (typeof candidate === 'string' && candidate.trim() !== '') return candidate
  return null
}

function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
