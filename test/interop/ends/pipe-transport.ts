import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client'
import type { PipeEnd } from '../pipe.ts'

/** One end of a pipe as the official SDK wants it, in the place of its `PostMessageTransport`. */
export function pipeTransport(end: PipeEnd): Transport {
  const transport: Transport = {
    start: () => {
      end.listen((message) => transport.onmessage?.(message as JSONRPCMessage))
      return Promise.resolve()
    },
    send: (message) => Promise.resolve(end.send(message)),
    close: () => Promise.resolve(transport.onclose?.()),
  }
  return transport
}
