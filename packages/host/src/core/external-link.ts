/** What to do with a link that a view wants opened. */
export type LinkDecision = { kind: 'refused'; message: string } | { kind: 'ask' | 'trusted'; url: string }

/** Characters of a link the host opens. */
const LINK_MAX_CHARS = 8_000

/**
 * Only http and https are ever opened. An origin that the view declared as a redirect domain opens without a question and gets the way back
 * as `redirectUrl`; every other one is shown to the person first. @see developers.openai.com/plugins/reference, openExternal (checked 2026-11-21)
 */
export function decideLink(
  href: string,
  redirectDomains: readonly string[],
  options: { redirectUrl?: false | string; returnUrl: string },
): LinkDecision {
  const url = URL.canParse(href) ? new URL(href) : null
  if (url === null || href.length > LINK_MAX_CHARS) return { kind: 'refused', message: 'Expected an absolute http or https address.' }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { kind: 'refused', message: `Expected an http or https address, got ${url.protocol}` }
  if (!redirectDomains.some((domain) => matches(domain, url))) return { kind: 'ask', url: url.href }
  if (options.redirectUrl !== false && !url.searchParams.has('redirectUrl'))
    url.searchParams.set('redirectUrl', options.redirectUrl ?? options.returnUrl)
  return { kind: 'trusted', url: url.href }
}

/** Exact origins, bare hosts (https) and `https://*.example.com`. */
function matches(domain: string, url: URL): boolean {
  const withScheme = domain.includes('://') ? domain : `https://${domain}`
  const wildcard = /^(https?:)\/\/\*\.([a-z0-9.-]+)$/i.exec(withScheme)
  if (wildcard !== null) return url.protocol === wildcard[1] && url.hostname.endsWith(`.${wildcard[2]?.toLowerCase() ?? ''}`)
  return URL.canParse(withScheme) && new URL(withScheme).origin === url.origin
}
