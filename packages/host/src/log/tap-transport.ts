import type { Transport } from '@modelcontextprotocol/client'

/** What goes over the wire to a server: `out` from the host, `in` to it. Headers and tokens are not part of it. */
export type WireTap = (direction: 'out' | 'in', message: unknown) => void

/** Lets `tap` see every message of a transport, in the order it is sent and before the client gets what came. The same object, for the client to take. */
export function tapTransport<T extends Transport>(transport: T, tap: WireTap): T {
  const send = transport.send.bind(transport)
  let listener: Transport['onmessage']
  // A client that puts one listener around another hears each message twice.
  const heard = new WeakSet<object>()
  transport.send = (message, options) => {
    tap('out', message)
    return send(message, options)
  }
  Object.defineProperty(transport, 'onmessage', {
    configurable: true,
    enumerable: true,
    get: () => listener,
    set(next: Transport['onmessage']) {
      listener =
        next === undefined
          ? undefined
          : (message, extra) => {
              if (!heard.has(message)) tap('in', message)
              heard.add(message)
              next(message, extra)
            }
    },
  })
  return transport
}
