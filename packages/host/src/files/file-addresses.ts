import type { HostClock, HostIds } from '../core/clock.ts'

/** Milliseconds an address of a file is good for. */
export const FILE_URL_LIFE_MS = 300_000
/** Addresses at once; the oldest goes. */
const ADDRESSES_MAX = 2_000

/** Host of the files for browsers: its own site, so that no view shares an origin with it. */
const FILES_HOST = 'lockstep-files.localhost'

/** Where views load files from. */
export function fileOrigin(sandboxPort: number): string {
  return `http://${FILES_HOST}:${sandboxPort}`
}

/** Where servers load files from: not every resolver knows `*.localhost`. */
export function serverFileOrigin(sandboxPort: number): string {
  return `http://127.0.0.1:${sandboxPort}`
}

/** Who may use an address: a view from its origin, an MCP server, or the page, which saves it to disk. */
export type FileReader = { kind: 'view'; origin: string } | { kind: 'server' } | { kind: 'page' }

/** Bytes that are no file of the library: a download that the person said yes to. */
export interface AddressedContent {
  name: string
  mimeType: string
  bytes: Uint8Array
}

export interface FileAddress {
  /** The id of a file, or what is to be sent itself. */
  content: string | AddressedContent
  reader: FileReader
  expiresAt: number
}

/** Temporary addresses: one unguessable key per file and reader. */
export interface FileAddresses {
  issue(fileId: string, reader: FileReader): string
  /** For the page. */
  issueContent(content: AddressedContent): string
  /** Null: never issued, or long forgotten. */
  find(key: string): (FileAddress & { isExpired: boolean }) | null
}

export function createFileAddresses(options: { clock: HostClock; ids: HostIds; sandboxPort(): number }): FileAddresses {
  const { clock, ids, sandboxPort } = options
  const issued = new Map<string, FileAddress>()

  function issue(content: string | AddressedContent, reader: FileReader): string {
    // Bytes must not outlive their address; what has only an id may stay, so that a late visitor is told that the address has expired.
    for (const [known, old] of issued) if (typeof old.content === 'object' && clock.now() >= old.expiresAt) issued.delete(known)
    const key = ids.newId('url')
    issued.set(key, { content, reader, expiresAt: clock.now() + FILE_URL_LIFE_MS })
    const [oldest] = issued.keys()
    if (issued.size > ADDRESSES_MAX && oldest !== undefined) issued.delete(oldest)
    const origin = reader.kind === 'server' ? serverFileOrigin(sandboxPort()) : fileOrigin(sandboxPort())
    return `${origin}/f/${key}`
  }

  return {
    issue,
    issueContent: (content) => issue(content, { kind: 'page' }),
    find(key) {
      const address = issued.get(key)
      return address === undefined ? null : { ...address, isExpired: clock.now() >= address.expiresAt }
    },
  }
}
