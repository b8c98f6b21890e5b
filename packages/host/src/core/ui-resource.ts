import { isRecord, MIME_MCP_APP, MIME_SKYBRIDGE, RESOURCE_META, type UiCsp } from '@lockstep/contract'
import type { MountGate } from '../api/host-state.ts'

/** A view's HTML with what it declares, both dialects read, the standard winning. */
export interface UiResource {
  html: string
  /** Bridge only for the standard MIME type. @see OpenAI Apps SDK, build/mcp-server 2026 (checked 2026-11-21) */
  hasBridge: boolean
  csp: UiCsp
  redirectDomains: string[]
  /** Permission-policy features the view asks for. */
  permissions: string[]
  prefersBorder: boolean
  description: string | null
}

export type UiResourceReading = { ok: true; resource: UiResource } | { ok: false; gate: MountGate; message: string }

/** Bytes of UTF-8 a view's HTML may have. */
const VIEW_HTML_MAX_BYTES = 10_000_000

/** A map, because the names looked up in it are the server's. */
const FEATURES: ReadonlyMap<string, string> = new Map([
  ['camera', 'camera'],
  ['microphone', 'microphone'],
  ['geolocation', 'geolocation'],
  ['clipboardWrite', 'clipboard-write'],
])

/** Takes the answer of resources/read through the gates missing, mime, size and html, in this order. */
export function parseUiResource(uri: string, contents: unknown): UiResourceReading {
  const items = Array.isArray(contents) ? contents.filter(isRecord) : []
  const item = items.find((candidate) => candidate['uri'] === uri) ?? items[0]
  if (item === undefined) return refuse('missing', `Expected contents for ${uri}, got none. Does the server register this resource?`)
  const mime = typeof item['mimeType'] === 'string' ? normaliseMime(item['mimeType']) : ''
  if (mime !== MIME_MCP_APP && mime !== MIME_SKYBRIDGE) {
    return refuse('mime', `Expected MIME type ${MIME_MCP_APP}, got ${mime === '' ? 'none' : mime}. Set it on the contents of ${uri}.`)
  }
  const html = htmlText(item)
  if (Buffer.byteLength(html) > VIEW_HTML_MAX_BYTES) {
    return refuse('size', `Expected at most ${VIEW_HTML_MAX_BYTES} bytes of HTML, got ${Buffer.byteLength(html)}. Make the view smaller.`)
  }
  if (!/<[a-z!]/i.test(html))
    return refuse('html', `Expected an HTML document in ${uri}, got ${html.trim() === '' ? 'nothing' : 'text without a tag'}.`)
  return { ok: true, resource: { html, hasBridge: mime === MIME_MCP_APP, ...declarations(item) } }
}

function declarations(item: Record<string, unknown>): Omit<UiResource, 'html' | 'hasBridge'> {
  const meta = recordOr(item['_meta'])
  const ui = recordOr(meta[RESOURCE_META.ui])
  const alias = recordOr(meta[RESOURCE_META.widgetCSP])
  const csp: UiCsp = {}
  const connect = isRecord(ui['csp']) ? ui['csp']['connectDomains'] : alias['connect_domains']
  const resource = isRecord(ui['csp']) ? ui['csp']['resourceDomains'] : alias['resource_domains']
  const frame = isRecord(ui['csp']) ? ui['csp']['frameDomains'] : alias['frame_domains']
  if (isStrings(connect)) csp.connectDomains = connect
  if (isStrings(resource)) csp.resourceDomains = resource
  if (isStrings(frame)) csp.frameDomains = frame
  const baseUri = recordOr(ui['csp'])['baseUriDomains']
  if (isStrings(baseUri)) csp.baseUriDomains = baseUri
  const border = ui['prefersBorder'] ?? meta[RESOURCE_META.widgetPrefersBorder]
  const description = meta[RESOURCE_META.widgetDescription]
  return {
    csp,
    redirectDomains: isStrings(alias['redirect_domains']) ? alias['redirect_domains'] : [],
    permissions: Object.keys(recordOr(ui['permissions'])).flatMap((name) => FEATURES.get(name) ?? []),
    prefersBorder: border === true,
    description: typeof description === 'string' && description.trim() !== '' ? description : null,
  }
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

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function recordOr(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}
