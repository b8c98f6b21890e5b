import type { FetchJson } from './auth-options.ts'

/** Milliseconds an issuer may take to answer. */
const FETCH_TIMEOUT_MS = 5_000
/** Bytes of one document of an issuer. */
const DOCUMENT_MAX_BYTES = 512 * 1024

/** Gets a JSON document; null for 4xx. A redirect is refused: who may answer for an issuer is its own address only. */
export const fetchJson: FetchJson = async (url) => {
  const response = await fetch(url, { redirect: 'error', headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
  if (response.status >= 400 && response.status < 500) {
    await response.body?.cancel()
    return null
  }
  if (response.status !== 200) throw new Error(`Expected 200 of ${url}, got ${response.status}.`)
  return JSON.parse(await boundedText(response, url))
}

async function boundedText(response: Response, url: string): Promise<string> {
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > DOCUMENT_MAX_BYTES) throw new Error(`Expected at most ${DOCUMENT_MAX_BYTES} bytes of ${url}, got more.`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
