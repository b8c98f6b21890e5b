import type { HostCore } from '../core/host-core.ts'

/** Milliseconds between comments that keep a quiet stream open. */
const KEEP_ALIVE_MS = 15_000
/** Milliseconds within which several changes of the state become one event. */
const STATE_DELAY_MS = 15
/** Milliseconds within which several logged messages are told of once. */
const MESSAGES_DELAY_MS = 200
/** Bytes a page may be behind. Beyond them nothing more is queued: what it lacks is sent when it has read on. */
const BEHIND_MAX_BYTES = 1_000_000

/** A host, as far as the page's stream tells of it. */
export type StreamedCore = Pick<HostCore, 'getState' | 'subscribe' | 'subscribeDeliveries'> & { log: Pick<HostCore['log'], 'list' | 'subscribe'> }

/**
 * `event: state` with the whole state (at once, then after changes), `event: view` for each message into a frame, `event: messages` when there are new ones
 * for the timeline. A page that stops reading is kept a bounded queue; when it reads on it gets the newest state and, again, every message into a frame
 * that is not acknowledged.
 */
export function eventStream(core: StreamedCore): Response {
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  let catchUp = (): void => undefined
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      const isBehind = (): boolean => (controller.desiredSize ?? 0) <= 0
      const write = (text: string): void => controller.enqueue(encoder.encode(text))
      const send = (event: string, data: unknown): void => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

      const states = told(core.subscribe, STATE_DELAY_MS, isBehind, () => send('state', core.getState()))
      const messages = told(core.log.subscribe, MESSAGES_DELAY_MS, isBehind, () =>
        send('messages', { lastSeq: core.log.list(Number.POSITIVE_INFINITY).lastSeq }),
      )
      let lacksDeliveries = false
      const listen = (): (() => void) => {
        // What is told while it subscribes is all that the core keeps, and is bounded there.
        let isKept = true
        const end = core.subscribeDeliveries((delivery) => {
          if (isKept || (!lacksDeliveries && !isBehind())) send('view', delivery)
          else lacksDeliveries = true
        })
        isKept = false
        return end
      }
      states.tell()
      let stopDeliveries = listen()
      const keepAlive = setInterval(() => void (isBehind() || write(': here\n\n')), KEEP_ALIVE_MS)
      keepAlive.unref()

      catchUp = () => {
        states.catchUp()
        messages.catchUp()
        if (!lacksDeliveries) return
        lacksDeliveries = false
        stopDeliveries()
        stopDeliveries = listen()
      }
      stop = () => {
        states.stop()
        messages.stop()
        stopDeliveries()
        clearInterval(keepAlive)
      }
    },
    // Asked whenever there is room.
    pull: () => catchUp(),
    cancel: () => stop(),
  }
  const stream = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: BEHIND_MAX_BYTES }))
  return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } })
}

/** News of which only the newest counts: told once per delay, and, of a page that is behind, when it has caught up. */
function told(subscribe: (listener: () => void) => () => void, delayMs: number, isBehind: () => boolean, send: () => void) {
  let timer: NodeJS.Timeout | null = null
  let isOwed = false
  function tell(): void {
    timer = null
    isOwed = isBehind()
    if (!isOwed) send()
  }
  const end = subscribe(() => {
    if (!isOwed) timer ??= setTimeout(tell, delayMs)
  })
  return {
    tell,
    catchUp: () => void (isOwed && tell()),
    stop() {
      end()
      if (timer !== null) clearTimeout(timer)
    },
  }
}
