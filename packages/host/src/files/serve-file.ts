import type { IncomingMessage, ServerResponse } from 'node:http'
import { isPicture } from './check-file.ts'
import { type FileReader, fileOrigin, serverFileOrigin } from './file-addresses.ts'
import { contentDisposition } from './file-name.ts'

/** A file as it is sent. */
export interface ServedFile {
  name: string
  mimeType: string
  bytes: Uint8Array
  reader: FileReader
}

/** What the server of files asks the host for. */
export interface FileSource {
  /** expired: the key was good once. */
  open(key: string): Promise<ServedFile | 'expired' | null>
}

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // What is opened as a document runs nothing.
  'content-security-policy': "default-src 'none'; sandbox",
}

/** Serves `/f/<key>`, each key under the host it was issued for, and across origins only to the view it was issued to. */
export async function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  { source, sandboxPort }: { source: FileSource; sandboxPort: number },
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'GET only.', { allow: 'GET, HEAD' })
  const file = await source.open(key)
  if (file === null) return refuse(response, 404, 'No such file.')
  if (file === 'expired') return refuse(response, 410, 'This address has expired. Ask the host for a new one.')
  const { reader, name, mimeType, bytes } = file
  const expected = reader.kind === 'server' ? serverFileOrigin(sandboxPort) : fileOrigin(sandboxPort)
  if (`http://${request.headers.host ?? ''}` !== expected) return refuse(response, 403, 'This address was issued for another host name.')
  const isShown = reader.kind === 'view' && isPicture(mimeType)
  response.writeHead(200, {
    ...HEADERS,
    ...(reader.kind === 'view' ? { 'access-control-allow-origin': reader.origin, 'cross-origin-resource-policy': 'cross-origin' } : {}),
    'content-type': mimeType,
    'content-length': bytes.length,
    'content-disposition': contentDisposition(isShown ? 'inline' : 'attachment', name),
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  // A view may read why: it says nothing that the view does not know.
  response.writeHead(status, { ...HEADERS, ...headers, 'content-type': 'text/plain; charset=utf-8', 'access-control-allow-origin': '*' }).end(message)
}
