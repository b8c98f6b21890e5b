import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpError } from './http-refusal.ts'
import { parseJson } from './parse-json.ts'

/** Responses whose request asked `Expect: 100-continue` and has not been told to go on. */
const awaitingContinue = new WeakSet<ServerResponse>()

/** Notes that the sender waits for leave to send its body; the leave is given only once the body is wanted. */
export function holdBody(response: ServerResponse): void {
  awaitingContinue.add(response)
}

/**
 * Reads and parses a JSON body, stopping at `maxBytes` whether or not its length was announced.
 * @throws {HttpRefusal} 415 wrong content type or encoding, 413 `too_large`, 400 as parseJson, 400 `empty_body`, 400 `body_aborted`.
 */
export async function readJsonBody(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<unknown> {
  checkContentType(request)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  if (awaitingContinue.delete(response)) response.writeContinue()
  const bytes = await readBytes(request, maxBytes)
  if (bytes.length === 0) throw httpError(400, 'empty_body', 'Expected a JSON body, got none.')
  return parseJson(decode(bytes))
}

function checkContentType(request: IncomingMessage): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  if (type !== 'application/json' || (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset))) {
    throw httpError(415, 'unsupported_media_type', 'Expected Content-Type: application/json in UTF-8.')
  }
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') throw httpError(415, 'unsupported_encoding', 'Send the body without Content-Encoding.')
}

function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const settle = (finish: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose)
      finish()
    }
    const onData = (chunk: Buffer): void => {
      length += chunk.length
      if (length > maxBytes) return settle(() => reject(tooLarge(maxBytes)))
      chunks.push(chunk)
    }
    const onEnd = (): void => settle(() => resolve(Buffer.concat(chunks, length)))
    const onClose = (): void => settle(() => reject(httpError(400, 'body_aborted', 'The body ended before its announced length.')))
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw httpError(400, 'invalid_json', 'Expected a JSON body in UTF-8, but its bytes are not.')
  }
}

function tooLarge(maxBytes: number): Error {
  return httpError(413, 'too_large', `The body is larger than ${maxBytes} bytes; send less.`)
}
