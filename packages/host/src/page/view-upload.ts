import { isRecord, type JsonRpcId, parseJsonRpc } from '@lockstep/contract'

/** Method of the one message from a view that carries more than JSON. */
const UPLOAD_METHOD = 'openai/uploadFile'

export interface ViewUpload {
  file: Blob
  name: string
  /** Null when nobody waits for an answer. */
  answerTo: JsonRpcId | null
  /** The message with the id of the brought bytes in the place of the file. */
  withStaged(stagedId: string): Record<string, unknown>
}

/** A view's `uploadFile` with its file; null for every other message. */
export function readUpload(data: unknown): ViewUpload | null {
  const parsed = parseJsonRpc(data)
  if (parsed === null || parsed.kind !== 'request' || parsed.message.method !== UPLOAD_METHOD) return null
  const { file, ...params } = parsed.message.params ?? {}
  if (!(file instanceof Blob)) return null
  const { id, method } = parsed.message
  const name = 'name' in file && typeof file.name === 'string' ? file.name : 'upload'
  return {
    file,
    name,
    answerTo: id,
    withStaged: (staged) => ({ jsonrpc: '2.0', id, method, params: { ...(isRecord(params) ? params : {}), staged } }),
  }
}
