import { RESOURCE_META, type UiCsp } from '@lockstep/contract'
import type { CspFixes } from '../api/host-state.ts'

export interface ViewCsp {
  /** Value of the Content-Security-Policy header. */
  header: string
  /** Entries that were left out, and why. */
  rejected: Array<{ field: keyof UiCsp; entry: string; reason: string }>
}

export interface ViewCspOptions {
  csp: UiCsp
  /** Who may frame the view: every ancestor must be named. */
  ancestors: readonly string[]
  /** Path on the view's own origin that takes the browser's reports; the view cannot hide those. */
  reportPath: string
  /** Where the host serves files from: pictures and bytes come from there whatever is declared. Null = nowhere. */
  fileOrigin?: string | null
  /** True: nothing is declared and the view runs open. Default: false. */
  isPermissive?: boolean
}

/**
 * The policy of a view, by the mapping of MCP Apps 2026-01-26 (checked 2026-11-21), never looser than declared:
 * nothing declared = nothing but its own inline code and `data:` pictures. Scripts never get `eval`, `blob:` or a nonce (a nonce would switch off
 * the view's own inline code).
 */
export function buildViewCsp({ csp, ancestors, reportPath, fileOrigin = null, isPermissive = false }: ViewCspOptions): ViewCsp {
  if (isPermissive) return { header: serialise([...OPEN_DIRECTIVES, ['frame-ancestors', ...ancestors], ['report-uri', reportPath]]), rejected: [] }
  const files = fileOrigin === null ? [] : [fileOrigin]
  const rejected: ViewCsp['rejected'] = []
  const clean = (field: keyof UiCsp, schemes: readonly string[]): string[] =>
    (csp[field] ?? []).flatMap((entry) => {
      const outcome = sanitiseSource(entry, schemes)
      if (outcome.ok) return [outcome.source]
      rejected.push({ field, entry, reason: outcome.reason })
      return []
    })
  const connect = clean('connectDomains', ['https:', 'http:', 'wss:', 'ws:'])
  const resource = clean('resourceDomains', ['https:', 'http:'])
  const frame = clean('frameDomains', ['https:', 'http:'])
  const base = clean('baseUriDomains', ['https:', 'http:'])
  const directives: Directive[] = [
    ['default-src', "'none'"],
    ['script-src', "'self'", "'unsafe-inline'", ...resource],
    ['style-src', "'self'", "'unsafe-inline'", ...resource],
    ['img-src', "'self'", 'data:', ...resource, ...files],
    ['font-src', "'self'", ...resource],
    ['media-src', "'self'", 'data:', ...resource, ...files],
    ['connect-src', ...orNone([...connect, ...files])],
    ['frame-src', ...orNone(frame)],
    ['worker-src', "'none'"],
    ['object-src', "'none'"],
    ['form-action', "'none'"],
    ['base-uri', ...(base.length === 0 ? ["'self'"] : base)],
    ['frame-ancestors', ...ancestors],
    ['report-uri', reportPath],
  ]
  return { header: serialise(directives), rejected }
}

type Directive = [name: string, ...sources: string[]]

/** For a view that declares nothing, as OpenAI's own examples of 2025 did: everything but what would let it out of its frame. */
const OPEN_DIRECTIVES: readonly Directive[] = [
  ['default-src', '*', 'data:', 'blob:', "'unsafe-inline'", "'unsafe-eval'"],
  ['object-src', "'none'"],
  ['form-action', "'none'"],
  ['base-uri', "'self'"],
]

function serialise(directives: readonly Directive[]): string {
  return directives.map((directive) => directive.join(' ')).join('; ')
}

type Sanitised = { ok: true; source: string } | { ok: false; reason: string }

/** One declared domain as a source expression, or why it is not one. A server must not be able to widen or break out of the policy. */
export function sanitiseSource(entry: string, schemes: readonly string[]): Sanitised {
  if (/[\s;,'"`\\<>\p{Cc}]/u.test(entry)) return { ok: false, reason: 'has a character that no address has' }
  const withScheme = entry.includes('://') ? entry : `https://${entry}`
  const match = /^([a-z]+:)\/\/(\*\.)?([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[^?#]*)?$/i.exec(withScheme)
  if (match === null) return { ok: false, reason: 'is not an origin (scheme://host:port)' }
  const [, scheme = '', wildcard = '', host = '', port = '', path = ''] = match
  if (!schemes.includes(scheme.toLowerCase())) return { ok: false, reason: `has the scheme ${scheme}, allowed are ${schemes.join(' ')}` }
  if (wildcard !== '' && !host.includes('.')) return { ok: false, reason: 'has a wildcard for a whole top-level domain' }
  if (!URL.canParse(`${scheme}//${host}${port}`)) return { ok: false, reason: 'is not an address' }
  const source = `${scheme.toLowerCase()}//${wildcard}${host.toLowerCase()}${port}${path === '/' ? '' : path}`
  return { ok: true, source }
}

/** What to declare so that a blocked address is allowed, in words. */
export function violationHint(directive: string, blockedUrl: string): string {
  const { standard } = violationFixes(directive, blockedUrl)
  if (standard === null) return 'No declaration allows this in ChatGPT; inline it in the view or leave it out.'
  return `Declare it on the resource: ${standard}.`
}

/** The metadata lines that allow a blocked address, in both dialects. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export function violationFixes(directive: string, blockedUrl: string): CspFixes {
  const origin = URL.canParse(blockedUrl) && new URL(blockedUrl).origin !== 'null' ? new URL(blockedUrl).origin : null
  const field = fieldOf(directive)
  if (field === null || origin === null) return { standard: null, openai: null }
  const alias = ALIASES[field]
  return {
    standard: `_meta.ui.csp.${field}: ["${origin}"]`,
    openai: alias === null ? null : `_meta["${RESOURCE_META.widgetCSP}"].${alias}: ["${origin}"]`,
  }
}

/** Members of `openai/widgetCSP`; it has none for base addresses. */
const ALIASES: Record<keyof UiCsp, string | null> = {
  connectDomains: 'connect_domains',
  resourceDomains: 'resource_domains',
  frameDomains: 'frame_domains',
  baseUriDomains: null,
}

function fieldOf(directive: string): keyof UiCsp | null {
  if (directive.startsWith('connect-src')) return 'connectDomains'
  if (directive.startsWith('frame-src')) return 'frameDomains'
  if (directive.startsWith('base-uri')) return 'baseUriDomains'
  return /^(script|style|img|font|media)-src/.test(directive) ? 'resourceDomains' : null
}

function orNone(sources: string[]): string[] {
  return sources.length === 0 ? ["'none'"] : sources
}
