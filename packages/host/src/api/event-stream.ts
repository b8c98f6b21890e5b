import type { HostCore } from '../core/host-core.ts'

/** Milliseconds between comments that keep a quiet stream open. */
const KEEP_ALIVE_MS = 15_000
/** Milliseconds within which several changes of the state become one event. */
const STATE_DELAY_MS = 15

/** Milliseconds within which several logged messages are told of once. */
const MESSAGES_DELAY_MS = 200

/** Chunks a reader may be behind before it gets states less often. */
const BEHIND_MAX_CHUNKS = 20
/** Milliseconds until such a reader is looked at again. */
const BEHIND_DELAY_MS = 250

/** `event: state` with the whole state (at once, then after changes) and `event: view` for each message into a frame. */
export function eventStream(core: HostCore): Response {
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      let timer: NodeJS.Timeout | null = null
      const write = (text: string): void => controller.enqueue(encoder.encode(text))
      const send = (event: string, data: unknown): void => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      const sendState = (): void => {
        // A reader that does not keep up needs the newest state, not all of them.
        const isBehind = (controller.desiredSize ?? 0) < -BEHIND_MAX_CHUNKS
        timer = isBehind ? setTimeout(sendState, BEHIND_DELAY_MS) : null
        if (!isBehind) send('state', core.getState())
      }
      sendState()
      let isTelling: NodeJS.Timeout | null = null
      const tellMessages = (): void => {
        isTelling = null
        send('messages', { lastSeq: core.log.list(Number.POSITIVE_INFINITY).lastSeq })
      }
      const stopMessages = core.log.subscribe(() => {
        isTelling ??= setTimeout(tellMessages, MESSAGES_DELAY_MS)
      })
      const stopStates = core.subscribe(() => {
        timer ??= setTimeout(sendState, STATE_DELAY_MS)
      })
      const stopDeliveries = core.subscribeDeliveries((delivery) => send('view', delivery))
      const keepAlive = setInterval(() => write(': here\n\n'), KEEP_ALIVE_MS)
      keepAlive.unref()
      stop = () => {
        stopStates()
        stopDeliveries()
        clearInterval(keepAlive)
        stopMessages()
        if (timer !== null) clearTimeout(timer)
        if (isTelling !== null) clearTimeout(isTelling)
      }
    },
    cancel: () => stop(),
  })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } })
}
