import type { UploadAddress } from '../shared/tool-types.ts'

/** Milliseconds one photo may take: a slow line, not a dead one. */
const PUT_TIMEOUT_MS = 180_000

/** Stores one file at its address, telling how far it is. Rejects with words for the person. */
export function putBytes(
  { upload_url: url, method }: Pick<UploadAddress, 'upload_url' | 'method'>,
  bytes: Blob,
  contentType: string,
  onPercent: (percent: number) => void,
  signal: AbortSignal,
): Promise<{ isDuplicate: boolean }> {
  // fetch tells nothing of how far an upload is
  const request = new XMLHttpRequest()
  return new Promise((resolve, reject) => {
    const stop = () => request.abort()
    signal.addEventListener('abort', stop)
    const end = (act: () => void) => () => {
      signal.removeEventListener('abort', stop)
      act()
    }
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onPercent(Math.round((100 * loaded) / total))
    })
    request.addEventListener(
      'load',
      end(() => {
        const answer = readAnswer(request.responseText)
        if (request.status >= 200 && request.status < 300) resolve({ isDuplicate: answer.isDuplicate })
        else reject(new Error(answer.message ?? refusalWords(request.status)))
      }),
    )
    request.addEventListener(
      'error',
      end(() => reject(new Error('The connection broke off. Try again.'))),
    )
    request.addEventListener(
      'timeout',
      end(() => reject(new Error('The storage did not answer in time. Try again.'))),
    )
    request.addEventListener(
      'abort',
      end(() => reject(new Error('Cancelled.'))),
    )
    request.timeout = PUT_TIMEOUT_MS
    request.open(method, url)
    if (contentType !== '') request.setRequestHeader('content-type', contentType)
    request.send(bytes)
  })
}

/** What the storage says, where it says it in its own way. */
export function readAnswer(body: string): { isDuplicate: boolean; message: string | null } {
  try {
    const answer = JSON.parse(body) as { duplicate_of?: unknown; error?: { message?: unknown } | null } | null
    const message = answer?.error?.message
    return { isDuplicate: typeof answer?.duplicate_of === 'string', message: typeof message === 'string' ? message : null }
  } catch {
    // a proxy's page: its status says enough
    return { isDuplicate: false, message: null }
  }
}

export function refusalWords(status: number): string {
  if (status === 413) return 'The photo is too large. A smaller one will do.'
  if (status === 415) return 'This is no photo that can be shown. JPEG, PNG and WebP will do.'
  if (status === 403 || status === 404 || status === 410) return 'The address for this photo has expired. Try again.'
  return 'The storage did not take the photo. Try again.'
}
