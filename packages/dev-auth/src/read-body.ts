import type { IncomingMessage } from 'node:http'

/** Bytes of a form or a registration; ours have a few scopes and addresses. */
const BODY_MAX_BYTES = 16 * 1024

/** The body as text, or null when it is of another type or too long. */
export async function readBody(request: IncomingMessage, type: string): Promise<string | null> {
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== type) return null
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BODY_MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
