import { isRecord, RESOURCE_META, type HostProfile, type UiCsp } from '@lockstep/contract'
import { readDisplayHint, type DisplayHint } from './view-modes.ts'
import { recordOr } from './record-or.ts'

/** What a view's resource declares in its `_meta`. */
export interface ResourceDeclarations {
  csp: UiCsp
  /** False: it says nothing of a CSP, in neither dialect. */
  isCspDeclared: boolean
  redirectDomains: string[]
  /** Permission-policy features the view asks for. */
  permissions: string[]
  prefersBorder: boolean
  description: string | null
  /** The origin of its own that it wants; null = none. */
  widgetDomain: string | null
  displayHint: DisplayHint | null
  /** What was read otherwise than it is written, as sentences. */
  notes: string[]
}

/** A map, because the names looked up in it are the server's. */
const FEATURES: ReadonlyMap<string, string> = new Map([
  ['camera', 'camera'],
  ['microphone', 'microphone'],
  ['geolocation', 'geolocation'],
  ['clipboardWrite', 'clipboard-write'],
])

/** Back from permission-policy features to the names of the standard. */
export function permissionNames(features: readonly string[]): string[] {
  return [...FEATURES].flatMap(([name, feature]) => (features.includes(feature) ? [name] : []))
}

/** Both dialects, as far as the platform reads them; the standard one counts where both speak, but for the domain, which is each host's own. */
export function readDeclarations(meta: Record<string, unknown>, { standard, openai }: HostProfile['readsMeta']): ResourceDeclarations {
  const ui = standard ? recordOr(meta[RESOURCE_META.ui]) : {}
  const own = openai ? meta : {}
  const alias = recordOr(own[RESOURCE_META.widgetCSP])
  const declared = isRecord(ui['csp']) ? ui['csp'] : null
  const csp: UiCsp = {}
  const connect = declared === null ? alias['connect_domains'] : declared['connectDomains']
  const resource = declared === null ? alias['resource_domains'] : declared['resourceDomains']
  const frame = declared === null ? alias['frame_domains'] : declared['frameDomains']
  const baseUri = declared?.['baseUriDomains']
  if (isStrings(connect)) csp.connectDomains = connect
  if (isStrings(resource)) csp.resourceDomains = resource
  if (isStrings(frame)) csp.frameDomains = frame
  if (isStrings(baseUri)) csp.baseUriDomains = baseUri
  const description = own[RESOURCE_META.widgetDescription]
  const domain = readDomain(own[RESOURCE_META.widgetDomain] ?? ui['domain'])
  return {
    csp,
    isCspDeclared: declared !== null || isRecord(own[RESOURCE_META.widgetCSP]),
    redirectDomains: isStrings(alias['redirect_domains']) ? alias['redirect_domains'] : [],
    permissions: Object.keys(recordOr(ui['permissions'])).flatMap((name) => FEATURES.get(name) ?? []),
    prefersBorder: (ui['prefersBorder'] ?? own[RESOURCE_META.widgetPrefersBorder]) === true,
    description: typeof description === 'string' && description.trim() !== '' ? description : null,
    widgetDomain: domain.domain,
    displayHint: readDisplayHint(own),
    notes: domain.note === null ? [] : [domain.note],
  }
}

/** An origin with scheme; a bare host, as older texts have it, becomes one. */
export function readDomain(value: unknown): { domain: string | null; note: string | null } {
  if (value === undefined || value === null) return { domain: null, note: null }
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const withScheme = text.includes('://') ? text : `https://${text}`
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null
  const isOrigin =
    url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === '' && url.pathname === '/'
  if (typeof value !== 'string' || !isOrigin || /[*\s,;]/.test(text)) {
    return { domain: null, note: `Expected the domain to be an origin such as https://app.example.com, got ${clip(text)}. It is left out.` }
  }
  const { origin } = url
  return {
    domain: origin,
    note: origin === value ? null : `Expected the domain to be an origin, got ${clip(text)}. It is read as ${origin}: write it so.`,
  }
}

function clip(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
