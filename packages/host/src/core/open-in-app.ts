import type { ViewRecord } from './conversation.ts'

/**
 * Where the fullscreen button "Open in <app>" leads: what the view set, else its own path on the domain that its resource declares; null without such a
 * domain: then there is no button. @see developers.openai.com/plugins/reference, setOpenInAppUrl (checked 2026-11-21)
 */
export function openInAppUrl({ domain, openInAppHref, history }: Pick<ViewRecord, 'domain' | 'openInAppHref' | 'history'>): string | null {
  if (domain === null || !URL.canParse(domain)) return null
  if (openInAppHref !== null) return openInAppHref
  // Set as a path: as a reference, one that begins with two slashes would name another host.
  const url = new URL(domain)
  const at = history.path.search(/[?#]/)
  url.pathname = at < 0 ? history.path : history.path.slice(0, at)
  return `${url.href}${at < 0 ? '' : history.path.slice(at)}`
}
