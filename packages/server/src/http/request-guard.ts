import type { IncomingMessage } from 'node:http'
import { httpError, type HttpRefusal } from './http-refusal.ts'

const HOST_HEADER = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i
const PORT_MAX = 65_535
/** Headers whose repetition changes the meaning of a request from one reader to the next. */
const SINGLE_HEADERS = new Set(['host', 'origin', 'content-type', 'content-length', 'idempotency-key', 'if-match', 'authorization'])

export interface GuardOptions {
  /** Host names accepted beside loopback ones, without port. */
  allowedHosts: ReadonlySet<string>
  /** Exact origins, own ones included. */
  allowedOrigins: ReadonlySet<string>
}

/** True for `localhost`, `*.localhost` and the loopback addresses, IPv6 in brackets. */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase()
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]' || name.endsWith('.localhost')
}

/** True when the peer's address is this machine's. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.'))
}

/**
 * Judges a request by its headers alone, before any of it is parsed: repeated headers, then Host, then Origin.
 * A page of another site that reaches us by DNS rebinding fails on Host; one that calls us openly fails on Origin.
 */
export function guardRequest(request: IncomingMessage, options: GuardOptions): HttpRefusal | null {
  const repeated = repeatedHeader(request.rawHeaders)
  if (repeated !== null) return httpError(400, 'duplicate_header', `The header ${repeated} came twice; send it once.`)
  const [, host, port = '0'] = HOST_HEADER.exec(request.headers.host ?? '') ?? []
  // past that no URL can be made of it, and whoever reads the request next would fail without a word
  const isPort = Number(port) <= PORT_MAX
  if (host === undefined || !isPort || !(isLoopbackName(host) || options.allowedHosts.has(host.toLowerCase()))) {
    return httpError(403, 'host_not_allowed', 'This server answers to its own host names only.')
  }
  const origin = request.headers.origin
  if (origin !== undefined && !options.allowedOrigins.has(origin)) {
    return httpError(403, 'origin_not_allowed', 'Pages of this origin may not call this server.')
  }
  return null
}

function repeatedHeader(rawHeaders: readonly string[]): string | null {
  const seen = new Set<string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? ''
    if (!SINGLE_HEADERS.has(name)) continue
    if (seen.has(name)) return name
    seen.add(name)
  }
  return null
}
