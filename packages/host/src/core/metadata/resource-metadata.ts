import { isRecord, MIME_MCP_APP, RESOURCE_META } from '@lockstep/contract'
import type { MetadataFinding, MetadataItem } from '../../api/metadata-state.ts'
import { conflictFindings, rowsOf, valueAt, worstFirst, type RowSpec } from './declared-value.ts'

const CSP_FIELDS = { connectDomains: 'connect_domains', resourceDomains: 'resource_domains', frameDomains: 'frame_domains' } as const

const sorted = (value: unknown): string => {
  const items: unknown[] = Array.isArray(value) ? value : [value]
  return JSON.stringify(items.map(String).toSorted((a, b) => a.localeCompare(b)))
}
const sameList = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b)

const ROWS: readonly RowSpec[] = [
  { meaning: 'MIME type', standard: ['mimeType'], openai: null },
  ...Object.entries(CSP_FIELDS).map(([camel, snake]) => ({
    meaning: { connectDomains: 'May fetch from', resourceDomains: 'May load from', frameDomains: 'May frame' }[camel] ?? camel,
    standard: ['_meta', RESOURCE_META.ui, 'csp', camel],
    openai: ['_meta', RESOURCE_META.widgetCSP, snake],
    same: sameList,
  })),
  { meaning: 'May use as base', standard: ['_meta', RESOURCE_META.ui, 'csp', 'baseUriDomains'], openai: null },
  { meaning: 'May link to unasked', standard: null, openai: ['_meta', RESOURCE_META.widgetCSP, 'redirect_domains'] },
  { meaning: 'Own origin', standard: ['_meta', RESOURCE_META.ui, 'domain'], openai: ['_meta', RESOURCE_META.widgetDomain], same: () => true },
  { meaning: 'Permissions', standard: ['_meta', RESOURCE_META.ui, 'permissions'], openai: null },
  { meaning: 'Border', standard: ['_meta', RESOURCE_META.ui, 'prefersBorder'], openai: ['_meta', RESOURCE_META.widgetPrefersBorder] },
  { meaning: 'Description for the model', standard: null, openai: ['_meta', RESOURCE_META.widgetDescription] },
  { meaning: 'Display modes', standard: null, openai: ['_meta', RESOURCE_META.openaiUi] },
]

/** What `resources/read` gave for one address, line by line in both dialects, with what is missing or wrong. */
export function resourceMetadata(uri: string, contents: unknown): MetadataItem {
  const items = Array.isArray(contents) ? contents.filter(isRecord) : []
  const item = items.find((candidate) => candidate['uri'] === uri) ?? items[0]
  if (item === undefined) return unreadResource(uri, 'The server answered without contents: register a resource with exactly this address.')
  const rows = rowsOf(item, ROWS)
  return {
    name: uri,
    rows,
    findings: worstFirst([...conflictFindings(rows), ...mimeFindings(item), ...cspFindings(item), ...domainFindings(item), ...otherFindings(item)]),
    raw: withoutDocument(item),
  }
}

export function unreadResource(uri: string, message: string): MetadataItem {
  return { name: uri, rows: [], findings: [{ rule: 'APP-005', level: 'error', message }], raw: {} }
}

function mimeFindings({ mimeType }: Record<string, unknown>): MetadataFinding[] {
  const mime = typeof mimeType === 'string' ? mimeType.toLowerCase().replaceAll(/[\s"]/g, '') : null
  if (mime === MIME_MCP_APP) return []
  const got = mime === null ? 'none' : mime
  const level = mime === 'text/html+skybridge' ? 'warning' : 'error'
  return [{ rule: 'APP-002', level, message: `mimeType should be "${MIME_MCP_APP}", got ${got}: without it there is no MCP Apps bridge.` }]
}

function cspFindings(item: Record<string, unknown>): MetadataFinding[] {
  const standard = valueAt(item, ['_meta', RESOURCE_META.ui, 'csp'])
  const alias = valueAt(item, ['_meta', RESOURCE_META.widgetCSP])
  if (standard === undefined && alias === undefined) {
    const message = 'No CSP is declared: hosts then allow no network at all. Declare _meta.ui.csp, with empty lists when nothing is needed.'
    return [{ rule: 'OAI-09', level: 'warning', message }]
  }
  return [
    ...misspelt(standard, Object.values(CSP_FIELDS), '_meta.ui.csp'),
    ...misspelt(alias, Object.keys(CSP_FIELDS), '_meta["openai/widgetCSP"]'),
    ...loose(standard),
    ...loose(alias),
  ]
}

/** Keys of the one dialect inside the other: nobody reads them. */
function misspelt(csp: unknown, foreign: readonly string[], place: string): MetadataFinding[] {
  return isRecord(csp)
    ? foreign
        .filter((key) => csp[key] !== undefined)
        .map((key) => ({ rule: 'OAI-10', level: 'error', message: `${place}.${key} is the other dialect’s spelling; no host reads it there.` }))
    : []
}

function loose(csp: unknown): MetadataFinding[] {
  if (!isRecord(csp)) return []
  const entries = Object.values(csp).flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
  return [...new Set(entries)].flatMap((entry): MetadataFinding[] => {
    if (typeof entry !== 'string')
      return [{ rule: 'APP-009', level: 'error', message: `A CSP entry is an origin as text, got ${JSON.stringify(entry)}.` }]
    if (entry.startsWith("'") || entry === '*')
      return [{ rule: 'OAI-09', level: 'error', message: `The CSP entry ${entry} is no origin; ChatGPT refuses it.` }]
    if (entry.includes('*'))
      return [{ rule: 'OAI-09', level: 'warning', message: `The CSP entry ${entry} has a wildcard, which reviewers flag: name the hosts.` }]
    return []
  })
}

function domainFindings(item: Record<string, unknown>): MetadataFinding[] {
  const alias = valueAt(item, ['_meta', RESOURCE_META.widgetDomain])
  const standard = valueAt(item, ['_meta', RESOURCE_META.ui, 'domain'])
  if (alias === undefined && standard === undefined)
    return [
      {
        rule: 'OAI-08',
        level: 'advice',
        message: 'No own origin is declared; ChatGPT wants openai/widgetDomain ("https://app.example.com") at submission.',
      },
    ]
  if (alias !== undefined && (typeof alias !== 'string' || !/^https:\/\/[a-z0-9.-]+$/i.test(alias)))
    return [{ rule: 'OAI-08', level: 'error', message: `openai/widgetDomain is an origin with https:// and no path, got ${JSON.stringify(alias)}.` }]
  return []
}

function otherFindings(item: Record<string, unknown>): MetadataFinding[] {
  const findings: MetadataFinding[] = []
  if (typeof item['text'] !== 'string' && typeof item['blob'] !== 'string')
    findings.push({ rule: 'APP-003', level: 'error', message: 'The contents have neither text nor blob.' })
  if (
    valueAt(item, ['_meta', RESOURCE_META.widgetCSP, 'frame_domains']) !== undefined ||
    valueAt(item, ['_meta', RESOURCE_META.ui, 'csp', 'frameDomains']) !== undefined
  )
    findings.push({ rule: 'OAI-23', level: 'advice', message: 'Frames of other origins need a written reason at submission.' })
  if (valueAt(item, ['_meta', RESOURCE_META.widgetDescription]) === undefined)
    findings.push({
      rule: 'OAI-18',
      level: 'advice',
      message: 'openai/widgetDescription is missing: with it the model does not repeat what the view shows.',
    })
  return findings
}

/** The HTML itself is long and is no metadata. */
function withoutDocument({ text, blob, ...item }: Record<string, unknown>): Record<string, unknown> {
  const note = (value: unknown): string => `(${String(value).length} characters, not shown here)`
  return { ...item, ...(text === undefined ? {} : { text: note(text) }), ...(blob === undefined ? {} : { blob: note(blob) }) }
}
