import { isRecord } from '@lockstep/contract'

export type Side = 'view' | 'host'
export type Message = Record<string, unknown>

export interface PipeEnd {
  send: (message: unknown) => void
  /** One listener; what came before it is kept for it. */
  listen: (take: (message: Message) => void) => void
}

/** A frame boundary without a browser: two ends that carry structured clones in order, each in a later microtask, and remember all of them. */
export interface Pipe {
  readonly view: PipeEnd
  readonly host: PipeEnd
  /** Everything that one side sent, oldest first. */
  sent: (by: Side) => Message[]
  /** Asks in the name of one side, past its implementation, and resolves with what the other side answers. */
  ask: (by: Side, method: string, params?: Record<string, unknown>) => Promise<Message>
}

export function createPipe(): Pipe {
  const log: Array<{ by: Side; message: Message }> = []
  const listeners: Record<Side, ((message: Message) => void) | null> = { view: null, host: null }
  const early: Record<Side, Message[]> = { view: [], host: [] }
  const asked = new Map<unknown, (answer: Message) => void>()
  let asks = 0

  const other = (side: Side): Side => (side === 'view' ? 'host' : 'view')

  function carry(by: Side, sent: unknown): void {
    const message: unknown = structuredClone(sent)
    if (!isRecord(message)) throw new TypeError(`the ${by} sent something that is no JSON-RPC message: ${JSON.stringify(message)}`)
    log.push({ by, message })
    const answered = asked.get(message['id'])
    if (answered !== undefined && message['method'] === undefined) {
      asked.delete(message['id'])
      answered(message)
      return
    }
    queueMicrotask(() => {
      const take = listeners[other(by)]
      if (take === null) early[other(by)].push(message)
      else take(message)
    })
  }

  const end = (side: Side): PipeEnd => ({
    send: (message) => carry(side, message),
    listen: (take) => {
      listeners[side] = take
      for (const message of early[side].splice(0)) take(message)
    },
  })

  return {
    view: end('view'),
    host: end('host'),
    sent: (by) => log.filter((entry) => entry.by === by).map((entry) => entry.message),
    ask: (by, method, params = {}) =>
      new Promise((resolve) => {
        asks += 1
        const id = `past-${asks}`
        asked.set(id, resolve)
        const take = listeners[other(by)]
        if (take === null) throw new Error(`nobody listens at the ${other(by)}'s end yet`)
        take({ jsonrpc: '2.0', id, method, params })
      }),
  }
}
