import { parseJsonRpc, RPC_CODES } from '@lockstep/contract'
import { ViewError } from './view-error.ts'

type Params = Record<string, unknown>

export interface RpcPeer {
  /** Waits for ever. @throws {ViewError} VIEW_REFUSED or VIEW_TRANSPORT, by the answer's code. */
  request: (method: string, params: Params) => Promise<Params>
  notify: (method: string, params: Params) => void
  /** Takes one message that is known to come from the other end; anything that is not JSON-RPC, or answers nothing we asked, is dropped. */
  receive: (data: unknown) => void
}

export interface RpcPeerOptions {
  post: (message: object) => void
  onNotification: (method: string, params: Params) => void
  /** Resolves with the result, or with null for a method it does not know. */
  onRequest: (method: string) => Promise<Params | null>
}

/** Answers that repeating the same request will not change. */
const REFUSALS: readonly number[] = [RPC_CODES.refused, RPC_CODES.invalidRequest, RPC_CODES.methodNotFound, RPC_CODES.invalidParams]

/** One end of JSON-RPC 2.0 over a message pipe. */
export function createRpcPeer({ post, onNotification, onRequest }: RpcPeerOptions): RpcPeer {
  const pending = new Map<unknown, { resolve: (result: Params) => void; reject: (error: ViewError) => void }>()
  let lastId = 0
  const send = (rest: object) => post({ jsonrpc: '2.0', ...rest })

  return {
    request: (method, params) =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1)
        pending.set(id, { resolve, reject })
        send({ id, method, params })
      }),
    notify: (method, params) => send({ method, params }),
    receive: (data) => {
      const parsed = parseJsonRpc(data)
      if (parsed === null) return
      const { kind, message } = parsed
      if (kind === 'notification') return onNotification(message.method, message.params ?? {})
      const { id } = message
      if (kind === 'request') {
        const error = { code: RPC_CODES.methodNotFound, message: `the view does not answer ${message.method}` }
        void onRequest(message.method).then((result) => send(result === null ? { id, error } : { id, result }))
        return
      }
      const asked = pending.get(id)
      pending.delete(id)
      if (kind === 'success') return asked?.resolve(message.result)
      const { code, message: text } = message.error
      asked?.reject(new ViewError(REFUSALS.includes(code) ? 'VIEW_REFUSED' : 'VIEW_TRANSPORT', text, { data: { rpcCode: code } }))
    },
  }
}
