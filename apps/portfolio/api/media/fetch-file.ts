import { lookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { UPLOAD_MAX_BYTES } from '../domain/index.ts'
import { openPinned } from './open-pinned.ts'
import { isPublicAddress } from './public-address.ts'

/** Gets the bytes at an address that a stranger chose. Never throws for what the address or its server does. */
export type FetchFile = (address: string) => Promise<FetchedFile>
export type FetchedFile = { ok: true; bytes: Uint8Array } | { ok: false; code: FetchFault; message: string }
export type FetchFault = 'ADDRESS_REFUSED' | 'FILE_EXPIRED' | 'FILE_UNREACHABLE' | 'TOO_LARGE'

export interface FetchFileOptions {
  /** Host names over https; one with a leading dot stands for all below it. `any` = all that are public. */
  hosts?: readonly string[] | 'any'
  /** Exact origins that are asked as they are, private or not. */
  localOrigins?: readonly string[]
  timeoutMs?: number
  maxBytes?: number
  /** All addresses of a name. */
  resolve?: (name: string) => Promise<readonly string[]>
  open?: typeof openPinned
}

/** Where ChatGPT keeps files. */
const CHAT_HOSTS = ['.oaiusercontent.com']
const TIMEOUT_MS = 10_000
const REDIRECTS_MAX = 3
const EXPIRED = new Set([401, 403, 404, 410])

class Fault extends Error {
  readonly code: FetchFault
  constructor(code: FetchFault, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Files from addresses that come with a tool call. Only https, only hosts that are allowed, only public addresses: the name is resolved once,
 * every address of it is checked, and the connection goes to a checked one. Redirects are checked like the first address.
 */
export function createFetchFile(options: FetchFileOptions = {}): FetchFile {
  const {
    hosts = CHAT_HOSTS,
    localOrigins = [],
    timeoutMs = TIMEOUT_MS,
    maxBytes = UPLOAD_MAX_BYTES,
    resolve = resolveAll,
    open = openPinned,
  } = options

  async function addressOf(url: URL): Promise<string> {
    if (url.username !== '' || url.password !== '') throw refused('it holds a user name')
    const name = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const isLocal = localOrigins.includes(url.origin)
    if (!isLocal && url.protocol !== 'https:') throw refused('it is not https')
    if (!isLocal && url.port !== '') throw refused('it names a port')
    if (!isLocal && hosts !== 'any' && !hosts.some((host) => (host.startsWith('.') ? name.endsWith(host) : name === host)))
      throw refused('its host is none of the chat')
    const addresses = isIP(name) === 0 ? await resolve(name) : [name]
    const [first] = addresses
    if (first === undefined) throw unreachable()
    // one private address among them is a name that somebody means to turn
    if (!isLocal && !addresses.every(isPublicAddress)) throw refused('it leads into a private network')
    return first
  }

  async function fetchOne(address: string, signal: AbortSignal): Promise<Uint8Array> {
    let url = parsed(address, undefined)
    for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
      const pinned = await addressOf(url)
      signal.throwIfAborted()
      const response = await open(url, pinned, signal)
      const { statusCode: status = 0, headers } = response
      if (status < 300 || status > 399 || headers.location === undefined) return bytesOf(response, maxBytes)
      response.destroy()
      url = parsed(headers.location, url)
    }
    throw refused('it leads on and on')
  }

  return async (address) => {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      return { ok: true, bytes: await withEnd(fetchOne(address, signal), signal) }
    } catch (error) {
      // whatever the other side did: nothing of it is told on, for it could be the answer of something private
      const { code, message } = error instanceof Fault ? error : unreachable()
      return { ok: false, code, message }
    }
  }
}

function parsed(address: string, base: URL | undefined): URL {
  if (!URL.canParse(address, base)) throw refused('it is none')
  return new URL(address, base)
}

async function bytesOf(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const { statusCode = 0, headers } = response
  try {
    if (EXPIRED.has(statusCode)) throw new Fault('FILE_EXPIRED', 'The file is no longer at its address. Send it again.')
    if (statusCode !== 200) throw unreachable()
    // asked for as it is: what is packed could be anything once it is unpacked
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw unreachable()
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      length += chunk.length
      if (length > maxBytes) throw tooLarge(maxBytes)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    response.destroy()
  }
}

/** A name server that never answers is not aborted: it is left alone. */
function withEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(unreachable()), { once: true })
    work.then(resolve, reject)
  })
}

async function resolveAll(name: string): Promise<string[]> {
  return (await lookup(name, { all: true, order: 'verbatim' })).map(({ address }) => address)
}

function refused(why: string): Fault {
  return new Fault(
    'ADDRESS_REFUSED',
    `This file was not fetched: expected an address of a file in the chat, but ${why}. Send the photo from the view.`,
  )
}

function unreachable(): Fault {
  return new Fault('FILE_UNREACHABLE', 'The file could not be fetched from the chat. Try again, or send the photo from the view.')
}

function tooLarge(maxBytes: number): Fault {
  return new Fault('TOO_LARGE', `At most ${maxBytes} bytes can be taken. Send the photo smaller.`)
}
