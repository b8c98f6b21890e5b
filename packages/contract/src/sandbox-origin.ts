/**
 * The local host gives every app, and every domain that one of its views declares, two origins of its own, on other sites than its page: the
 * outer proxy and the inner frame. Both follow from the app's MCP URL and the declared domain alone, so an app can name them in its Origin list
 * without asking.
 * `*.localhost` names are one label deep because deeper ones would share cookies (proved in Chromium 2026-11-21).
 */
export interface SandboxOrigins {
  /** `http://<app>-sandbox.localhost:<port>`: where the view runs. */
  inner: string
  /** `http://<app>-proxy.localhost:<port>`: the outer frame that stops self-navigation. */
  outer: string
}

/** Default port of the sandbox server. */
export const SANDBOX_PORT = 4701
/** Default port of the local ChatGPT. */
export const HOST_PORT = 4700

/** A DNS label for an MCP URL: its host and port made readable, and 32 bits of its hash against collisions. */
export function sandboxAppLabel(mcpUrl: string): string {
  const url = new URL(mcpUrl)
  const readable = `${url.hostname}-${url.port || url.protocol.replace(':', '')}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30)
  return `${readable.replace(/^-+|-+$/g, '')}-${fnv1a(url.href)}`
}

/** A DNS label for a domain declared by an app; it names the app too, so two apps that declare the same one share nothing. */
function sandboxDomainLabel(mcpUrl: string, domain: string): string {
  const readable = domain
    .replace(/^[a-z]+:\/\//i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30)
  return `${readable.replace(/^-+|-+$/g, '')}-${fnv1a(new URL(mcpUrl).href)}-${fnv1a(domain)}`
}

/** `domain` is what the view declares (`ui.domain`, `openai/widgetDomain`), as an origin; null = none. */
export function sandboxOrigins(mcpUrl: string, port: number = SANDBOX_PORT, domain: string | null = null): SandboxOrigins {
  const label = domain === null ? sandboxAppLabel(mcpUrl) : sandboxDomainLabel(mcpUrl, domain)
  return { inner: `http://${label}-sandbox.localhost:${port}`, outer: `http://${label}-proxy.localhost:${port}` }
}

/** Matches the origin of every view of an app, whatever domain it declares, and no other app's. */
export function sandboxOriginPattern(mcpUrl: string, port: number = SANDBOX_PORT): RegExp {
  const ofDomain = `[a-z0-9-]+-${fnv1a(new URL(mcpUrl).href)}-[0-9a-f]{8}`
  return new RegExp(`^http://(?:${sandboxAppLabel(mcpUrl)}|${ofDomain})-sandbox\\.localhost:${port}$`)
}

/** FNV-1a, 32 bits, in hex: only to tell labels apart, never for security. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
