import { CHATGPT_2026, isRecord, RESOURCE_META, type HostProfile } from '@lockstep/contract'
import type { MountGate } from '../api/host-state.ts'
import { readDeclarations, type ResourceDeclarations } from './resource-declarations.ts'
import { recordOr } from './record-or.ts'

/** A view's HTML with what it declares. */
export interface UiResource extends ResourceDeclarations {
  html: string
  /** Bridge only for the standard MIME type. @see OpenAI Apps SDK, build/mcp-server 2026 (checked 2026-11-21) */
  hasBridge: boolean
}

export type UiResourceReading = { ok: true; resource: UiResource } | { ok: false; gate: MountGate; message: string }

/** What a platform takes for a view. */
export type ResourceRules = Pick<HostProfile, 'rendersMimeTypes' | 'readsMeta' | 'bridge'>

/** Bytes of UTF-8 a view's HTML may have. */
const VIEW_HTML_MAX_BYTES = 10_000_000

/**
 * Takes the answer of resources/read through the gates missing, mime, size and html, in this order.
 * `listed` is the `_meta` of its entry in resources/list: what the contents do not say, it says.
 */
export function parseUiResource(
  uri: string,
  contents: unknown,
  rules: ResourceRules = CHATGPT_2026,
  listed: Record<string, unknown> = {},
): UiResourceReading {
  const item = contentsItem(uri, contents)
  if (item === null) return refuse('missing', `Expected contents for ${uri}, got none. Does the server register this resource?`)
  const mime = typeof item['mimeType'] === 'string' ? normaliseMime(item['mimeType']) : ''
  if (!rules.rendersMimeTypes.includes(mime)) {
    const expected = rules.rendersMimeTypes.join(' or ')
    if (expected === '') return refuse('mime', 'This platform shows no views: it is text only.')
    return refuse('mime', `Expected MIME type ${expected}, got ${mime === '' ? 'none' : mime}. Set it on the contents of ${uri}.`)
  }
  const html = htmlText(item)
  if (Buffer.byteLength(html) > VIEW_HTML_MAX_BYTES) {
    return refuse('size', `Expected at most ${VIEW_HTML_MAX_BYTES} bytes of HTML, got ${Buffer.byteLength(html)}. Make the view smaller.`)
  }
  if (!/<[a-z!]/i.test(html))
    return refuse('html', `Expected an HTML document in ${uri}, got ${html.trim() === '' ? 'nothing' : 'text without a tag'}.`)
  const meta = { ...listed, ...recordOr(item['_meta']) }
  return { ok: true, resource: { html, hasBridge: rules.bridge?.mimeTypes.includes(mime) === true, ...readDeclarations(meta, rules.readsMeta) } }
}

/** Whether the contents say nothing of how to show them, so that resources/list is worth asking. */
export function needsListedMeta(uri: string, contents: unknown): boolean {
  const item = contentsItem(uri, contents)
  const meta = item === null || !isRecord(item['_meta']) ? {} : item['_meta']
  return item !== null && !Object.keys(meta).some((key) => key === RESOURCE_META.ui || key.startsWith('openai/'))
}

function contentsItem(uri: string, contents: unknown): Record<string, unknown> | null {
  const items = Array.isArray(contents) ? contents.filter(isRecord) : []
  return items.find((candidate) => candidate['uri'] === uri) ?? items[0] ?? null
}

function htmlText(item: Record<string, unknown>): string {
  if (typeof item['text'] === 'string') return item['text']
  return typeof item['blob'] === 'string' ? Buffer.from(item['blob'], 'base64').toString('utf8') : ''
}

/** `text/html; Profile="mcp-app"` and `text/html;profile=mcp-app` are the same type. */
function normaliseMime(mime: string): string {
  return mime
    .toLowerCase()
    .replaceAll('"', '')
    .replaceAll(/\s*;\s*/g, ';')
    .trim()
}

function refuse(gate: MountGate, message: string): UiResourceReading {
  return { ok: false, gate, message }
}
