import type { IncomingMessage } from 'node:http'

/** What a page of another site may load without saying where it is from: a view's pictures and sounds. */
const OPEN_DESTINATIONS = new Set(['image', 'audio', 'video'])

export interface RequestGuard {
  allowedOrigins: ReadonlyArray<string | RegExp>
  /** The server's own `host:port`. */
  host: string
}

/**
 * Whether the dev server answers at all. It hands out source code, so only the views' own frames, and programs, may ask; a page that reaches it by
 * DNS rebinding fails on Host. The port is part of it: nothing else than this address is ever given out.
 */
export function mayAsk(request: IncomingMessage, { allowedOrigins, host }: RequestGuard): boolean {
  const { headers, url = '/' } = request
  if (headers.host !== host) return false
  if (headers.origin !== undefined) return headers.origin === `http://${host}` || allowedOrigins.some((allowed) => isSame(allowed, headers.origin))
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return true
  // Vite's own services (open in the editor) act, so a picture's address must not reach them
  return OPEN_DESTINATIONS.has(String(headers['sec-fetch-dest'])) && !url.startsWith('/__')
}

function isSame(allowed: string | RegExp, origin = ''): boolean {
  return typeof allowed === 'string' ? allowed === origin : allowed.test(origin)
}
