import { isRecord, RPC_METHOD_NOT_FOUND, VIEW_TO_HOST } from '@lockstep/contract'
import { toViewError, type ViewError } from './view-error.ts'

type Params = Record<string, unknown>

export interface RpcPeer {
  nextId: () => number
  /** The answer takes as long as it takes. @throws {ViewError} VIEW_REFUSED, VIEW_UNKNOWN_TOOL or VIEW_TRANSPORT, by the answer */
  request: (method: string, params: Params, id: number) => Promise<Params>
  /** Lets go of an unanswered request, and tells the other end. */
  cancel: (id: number) => void
  notify: (method: string, params: Params) => void
  /** Takes one message that is known to come from the other end; what is not JSON-RPC, or answers nothing we asked, is dropped. */
  receive: (data: unknown) => void
}

export interface RpcPeerOptions {
  post: (message: object) => void
  onNotification: (method: string, params: Params) => void
  /** Resolves with the result, or with null for a method it does not know. */
  onRequest: (method: string) => Promise<Params | null>
}

/** One end of JSON-RPC 2.0 over a message pipe. */
export function createRpcPeer({ post, onNotification, onRequest }: RpcPeerOptions): RpcPeer {
  const pending = new Map<unknown, { method: string; resolve: (result: Params) => void; reject: (error: ViewError) => void }>()
  let lastId = 0
  const send = (rest: object) => post({ jsonrpc: '2.0', ...rest })
  const notify = (method: string, params: Params) => send({ method, params })

  return {
    nextId: () => (lastId += 1),
    request: (method, params, id) =>
      new Promise((resolve, reject) => {
        pending.set(id, { method, resolve, reject })
        send({ id, method, params })
      }),
    cancel: (id) => {
      if (pending.delete(id)) notify(VIEW_TO_HOST.cancelled, { requestId: id })
    },
    notify,
    receive: (data) => {
      if (!isRecord(data) || data['jsonrpc'] !== '2.0') return
      const { id, method, params, result, error } = data
      if (typeof method === 'string') {
        if (id === undefined) return onNotification(method, isRecord(params) ? params : {})
        const unknown = { code: RPC_METHOD_NOT_FOUND, message: `no method ${method} here` }
        void onRequest(method).then((answer) => send(answer === null ? { id, error: unknown } : { id, result: answer }))
        return
      }
      const asked = pending.get(id)
      pending.delete(id)
      if (isRecord(result)) asked?.resolve(result)
      else asked?.reject(toViewError(error, asked.method))
    },
  }
}
