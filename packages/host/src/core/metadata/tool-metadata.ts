import { RESOURCE_META, TOOL_META } from '@lockstep/contract'
import type { MetadataFinding, MetadataItem } from '../../api/metadata-state.ts'
import { conflictFindings, rowsOf, valueAt, worstFirst, type RowSpec } from './declared-value.ts'
import { recordOr } from '../record-or.ts'

/** Characters of a status text. */
const STATUS_MAX_CHARS = 64
const HINTS = ['readOnlyHint', 'destructiveHint', 'openWorldHint'] as const
/** Declared on the resource, never on the tool. */
const OF_RESOURCE = [RESOURCE_META.widgetCSP, RESOURCE_META.widgetDomain, RESOURCE_META.widgetDescription, RESOURCE_META.widgetPrefersBorder]

const includes =
  (who: 'model' | 'app') =>
  (visibility: unknown, alias: unknown): boolean => {
    const isStandard = Array.isArray(visibility) && visibility.includes(who)
    return isStandard === (alias === true || alias === 'public')
  }

const ROWS: readonly RowSpec[] = [
  { meaning: 'Title', standard: ['title'], openai: null },
  { meaning: 'Description', standard: ['description'], openai: null },
  { meaning: 'Read only', standard: ['annotations', 'readOnlyHint'], openai: null },
  { meaning: 'Destructive', standard: ['annotations', 'destructiveHint'], openai: null },
  { meaning: 'Open world', standard: ['annotations', 'openWorldHint'], openai: null },
  { meaning: 'Idempotent', standard: ['annotations', 'idempotentHint'], openai: null },
  { meaning: 'View', standard: ['_meta', TOOL_META.ui, 'resourceUri'], openai: ['_meta', TOOL_META.outputTemplate] },
  { meaning: 'View (old flat key)', standard: ['_meta', TOOL_META.flatResourceUri], openai: null },
  {
    meaning: 'Views may call it',
    standard: ['_meta', TOOL_META.ui, 'visibility'],
    openai: ['_meta', TOOL_META.widgetAccessible],
    same: includes('app'),
  },
  { meaning: 'The model sees it', standard: ['_meta', TOOL_META.ui, 'visibility'], openai: ['_meta', TOOL_META.visibility], same: includes('model') },
  { meaning: 'While it runs', standard: null, openai: ['_meta', TOOL_META.invoking] },
  { meaning: 'When it ran', standard: null, openai: ['_meta', TOOL_META.invoked] },
  { meaning: 'File arguments', standard: null, openai: ['_meta', TOOL_META.fileParams] },
  { meaning: 'Ways in', standard: null, openai: ['_meta', TOOL_META.openaiUi] },
  { meaning: 'Sign-in', standard: ['securitySchemes'], openai: ['_meta', TOOL_META.securitySchemes] },
]

/** One item of tools/list, line by line in both dialects, with what is missing or wrong. */
export function toolMetadata(raw: Record<string, unknown>): MetadataItem {
  const rows = rowsOf(raw, ROWS)
  return {
    name: String(raw['name']),
    rows,
    findings: worstFirst([...conflictFindings(rows), ...hintFindings(raw), ...textFindings(raw), ...placeFindings(raw), ...viewFindings(raw)]),
    raw,
  }
}

/** Addresses of the views it names, in any dialect. */
export function viewUrisOf(raw: Record<string, unknown>): string[] {
  const paths = [
    ['_meta', TOOL_META.ui, 'resourceUri'],
    ['_meta', TOOL_META.flatResourceUri],
    ['_meta', TOOL_META.outputTemplate],
  ]
  return [...new Set(paths.map((path) => valueAt(raw, path)).filter((uri) => typeof uri === 'string'))]
}

function hintFindings(raw: Record<string, unknown>): MetadataFinding[] {
  const missing = HINTS.filter((hint) => typeof valueAt(raw, ['annotations', hint]) !== 'boolean')
  const findings: MetadataFinding[] = missing.map((hint) => ({
    rule: 'OAI-01',
    level: 'error',
    message: `annotations.${hint} is missing: ChatGPT wants all three hints as true or false on every tool.`,
  }))
  if (valueAt(raw, ['annotations', 'readOnlyHint']) === true && valueAt(raw, ['annotations', 'destructiveHint']) === true)
    findings.push({
      rule: 'OAI-02',
      level: 'error',
      message: 'A tool that only reads cannot be destructive: set annotations.destructiveHint to false.',
    })
  return findings
}

function textFindings(raw: Record<string, unknown>): MetadataFinding[] {
  const findings: MetadataFinding[] = []
  if (typeof raw['description'] !== 'string' || raw['description'].trim() === '')
    findings.push({ rule: 'OAI-18', level: 'error', message: 'description is missing: the model chooses tools by it. “Use this when …”' })
  if (raw['outputSchema'] === undefined)
    findings.push({ rule: 'OAI-03', level: 'advice', message: 'outputSchema is missing: declare it when the tool answers with structuredContent.' })
  for (const key of [TOOL_META.invoking, TOOL_META.invoked]) {
    const text = valueAt(raw, ['_meta', key])
    if (typeof text === 'string' && text.length > STATUS_MAX_CHARS)
      findings.push({
        rule: 'OAI-06',
        level: 'error',
        message: `_meta["${key}"] has ${text.length} characters, at most ${STATUS_MAX_CHARS} are shown.`,
      })
  }
  return findings
}

function placeFindings(raw: Record<string, unknown>): MetadataFinding[] {
  const meta = recordOr(raw['_meta'])
  const findings: MetadataFinding[] = OF_RESOURCE.filter((key) => meta[key] !== undefined).map((key) => ({
    rule: 'OAI-07',
    level: 'error',
    message: `_meta["${key}"] belongs on the contents of the resource; on a tool no host reads it.`,
  }))
  for (const key of ['csp', 'permissions', 'domain', 'prefersBorder']) {
    if (valueAt(meta, [TOOL_META.ui, key]) !== undefined)
      findings.push({
        rule: 'OAI-07',
        level: 'error',
        message: `_meta.ui.${key} belongs on the contents of the resource; on a tool no host reads it.`,
      })
  }
  return findings
}

function viewFindings(raw: Record<string, unknown>): MetadataFinding[] {
  const flat = valueAt(raw, ['_meta', TOOL_META.flatResourceUri])
  const nested = valueAt(raw, ['_meta', TOOL_META.ui, 'resourceUri'])
  const alias = valueAt(raw, ['_meta', TOOL_META.outputTemplate])
  const uri = nested ?? flat ?? alias
  const findings: MetadataFinding[] = []
  if (flat !== undefined)
    findings.push({ rule: 'APP-006', level: 'warning', message: '_meta["ui/resourceUri"] is the old form: use _meta.ui.resourceUri.' })
  if (uri !== undefined && (typeof uri !== 'string' || !uri.startsWith('ui://')))
    findings.push({ rule: 'APP-001', level: 'error', message: `The address of a view begins with ui://, got ${JSON.stringify(uri)}.` })
  if (alias !== undefined && nested === undefined)
    findings.push({
      rule: 'OAI-11',
      level: 'warning',
      message: 'Only ChatGPT knows openai/outputTemplate: say _meta.ui.resourceUri too, for every other host.',
    })
  return [...findings, ...visibilityFindings(raw, uri)]
}

function visibilityFindings(raw: Record<string, unknown>, uri: unknown): MetadataFinding[] {
  const visibility = valueAt(raw, ['_meta', TOOL_META.ui, 'visibility'])
  if (visibility === undefined) return []
  const isKnown = Array.isArray(visibility) && visibility.length > 0 && visibility.every((who) => who === 'model' || who === 'app')
  if (!isKnown)
    return [{ rule: 'APP-011', level: 'error', message: `_meta.ui.visibility is a list of "model" and "app", got ${JSON.stringify(visibility)}.` }]
  return uri !== undefined && !visibility.includes('model')
    ? [{ rule: 'OAI-26', level: 'warning', message: 'The tool has a view, and the model cannot call it: nothing will ever show that view.' }]
    : []
}
