import type { HostState, ViewDelivery } from '../../src/api/host-state.ts'
import { reconnectDelayMs } from '../../src/page/reconnect-delay.ts'
import { createSseParser } from '../../src/page/sse-parser.ts'
import type { ApiClient } from './api-client.ts'

export interface EventSink {
  onLink(link: 'open' | 'reconnecting'): void
  onState(state: HostState, isFirst: boolean): void
  onDelivery(delivery: ViewDelivery): void
  /** There are new messages for the timeline. */
  onMessages(lastSeq: number): void
  /** The backend runs but does not take this page's token: it was restarted, only a reload helps. `wasOpen`: this page was connected before. */
  onRejected(wasOpen: boolean): void
}

/** Keeps one event stream open, with growing pauses between attempts, until the returned function is called. */
export function connectEvents(api: ApiClient, sink: EventSink): () => void {
  const stop = new AbortController()
  void keepConnected(api, sink, stop.signal)
  return () => stop.abort()
}

async function keepConnected(api: ApiClient, sink: EventSink, signal: AbortSignal): Promise<void> {
  let wasOpen = false
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    const outcome = await readStream(api, sink, signal)
    if (signal.aborted) return
    if (outcome === 'rejected') return sink.onRejected(wasOpen)
    if (outcome === 'ended') {
      wasOpen = true
      attempt = 1
    }
    sink.onLink('reconnecting')
    await pause(reconnectDelayMs(attempt), signal)
  }
}

async function readStream(api: ApiClient, sink: EventSink, signal: AbortSignal): Promise<'unreachable' | 'rejected' | 'ended'> {
  let isFirst = true
  try {
    const response = await api.openEvents(signal)
    if (response.status === 401 || response.status === 403) return 'rejected'
    if (!response.ok || response.body === null) return 'unreachable'
    sink.onLink('open')
    const parse = createSseParser()
    for await (const text of readText(response.body)) {
      for (const { event, data } of parse(text)) {
        if (event === 'state') {
          sink.onState(JSON.parse(data) as HostState, isFirst)
          isFirst = false
        }
        if (event === 'messages') sink.onMessages((JSON.parse(data) as { lastSeq: number }).lastSeq)
        if (event === 'view') sink.onDelivery(JSON.parse(data) as ViewDelivery)
      }
    }
    return 'ended'
  } catch {
    // A refused connection and a broken stream both end here; the caller shows "reconnecting" and tries again.
    return isFirst ? 'unreachable' : 'ended'
  }
}

async function* readText(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield decoder.decode(value, { stream: true })
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const handle = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(handle)
      resolve()
    })
  })
}
