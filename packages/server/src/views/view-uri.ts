import { createHash } from 'node:crypto'
import type { View } from './view.ts'

/** Hex digits of the content hash in a view's URI. */
const HASH_CHARS = 16
const URI_SUFFIX = '.html'
const SKYBRIDGE_SUFFIX = '.skybridge.html'

/** Both documents a view may be served as. */
export type ViewKind = 'mcp-app' | 'skybridge'

export function defaultUri(appName: string, name: string): string {
  return `ui://${appName}/${name}${URI_SUFFIX}`
}

export function isViewUri(uri: string): boolean {
  return uri.startsWith('ui://') && uri.endsWith(URI_SUFFIX) && !uri.endsWith(SKYBRIDGE_SUFFIX) && URL.canParse(uri)
}

/** The name that stays, of whichever document. */
export function aliasOf(view: View, kind: ViewKind): string {
  return kind === 'mcp-app' ? view.aliasUri : `${view.aliasUri.slice(0, -URI_SUFFIX.length)}${SKYBRIDGE_SUFFIX}`
}

/** Names this very document and its metadata, because hosts cache both by URI. */
export function hashedUri(view: View, kind: ViewKind, html: string, meta: Readonly<Record<string, unknown>>): string {
  const hash = createHash('sha256').update(html).update(JSON.stringify(meta)).digest('hex').slice(0, HASH_CHARS)
  return `${aliasOf(view, kind).slice(0, -URI_SUFFIX.length)}-${hash}${URI_SUFFIX}`
}

/** Which document of the view a URI names: its alias, or any hash, today's or an older one, since messages of last month still name theirs. */
export function kindOfUri(view: View, uri: string, kinds: readonly ViewKind[]): ViewKind | null {
  return kinds.find((kind) => uri === aliasOf(view, kind) || isHashOf(aliasOf(view, kind), uri)) ?? null
}

function isHashOf(alias: string, uri: string): boolean {
  const prefix = `${alias.slice(0, -URI_SUFFIX.length)}-`
  if (!uri.startsWith(prefix) || !uri.endsWith(URI_SUFFIX)) return false
  return new RegExp(`^[0-9a-f]{${HASH_CHARS}}$`).test(uri.slice(prefix.length, -URI_SUFFIX.length))
}
