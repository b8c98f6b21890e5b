import { RPC_CODES, VIEW_TO_HOST, type JsonRpcId } from '@lockstep/contract'
import type { Instance, ViewDelivery } from '../../src/api/host-state.ts'
import { FOREIGN_REPORT, readFrameMessage, senderOf } from '../../src/page/frame-message.ts'
import { readUpload, type ViewUpload } from '../../src/page/view-upload.ts'
import { createMessageBudget, type MessageBudget } from '../../src/page/message-budget.ts'
import { createOrderedOutbox } from '../../src/page/ordered-outbox.ts'
import { wantedViewHeight } from '../../src/page/view-height.ts'
import type { ApiClient } from './api-client.ts'

/** Milliseconds between two reports of one view's size to the backend: the first goes at once, of those that follow only the last. */
const HEIGHT_REPORT_MS = 100

interface MountedFrame {
  instanceId: string
  mountId: string
  title: string
  window: Window
  origin: string
  budget: MessageBudget
  lastSeq: number
  /** As the backend was told, and as the view wants it by now. CSS pixels. */
  heightPx: number
  wantedPx: number
  heightReport: ReturnType<typeof setTimeout> | null
  isFlooding: boolean
  hasForeign: boolean
}

export interface FrameHub {
  /** Starts carrying messages for an iframe that was just made; the returned function ends it. */
  mount(instance: Instance, mountId: string, frame: HTMLIFrameElement): () => void
  deliver(delivery: ViewDelivery): void
}

export interface FrameHubEvents {
  /** The view talks too fast; told once per mount. */
  onFlood(title: string): void
}

/** Carries messages between the views' frames and the backend: only from a frame's own window and origin, only to its exact origin. */
export function createFrameHub(api: ApiClient, events: FrameHubEvents): FrameHub {
  const frames = new Map<string, MountedFrame>()
  const outbox = createOrderedOutbox({ setTimeout: (run, ms) => setTimeout(run, ms), clearTimeout: (handle) => clearTimeout(handle as number) })

  function relay(frame: MountedFrame, message: unknown): boolean {
    return outbox.push(frame.mountId, async () => {
      const reply = await api.postTo('/api/instances/:id/rpc', frame.instanceId, { mountId: frame.mountId, message })
      if (reply.ok && reply.answer.response !== null) post(frame, reply.answer.response)
    })
  }

  /** The bytes first, then the message itself, which takes the road of all messages. */
  function relayUpload(frame: MountedFrame, upload: ViewUpload): boolean {
    const { file, name, answerTo } = upload
    return outbox.push(frame.mountId, async () => {
      const brought = await api.sendFile(file, { name, mimeType: file.type, instanceId: frame.instanceId })
      if (!brought.ok || !('stagedId' in brought.answer)) {
        const message = brought.ok ? 'The host did not take the file.' : brought.failure.message
        return post(frame, { jsonrpc: '2.0', id: answerTo, error: { code: RPC_CODES.invalidParams, message } })
      }
      const message = upload.withStaged(brought.answer.stagedId)
      const reply = await api.postTo('/api/instances/:id/rpc', frame.instanceId, { mountId: frame.mountId, message })
      if (reply.ok && reply.answer.response !== null) post(frame, reply.answer.response)
    })
  }

  function post(frame: MountedFrame, message: Record<string, unknown>): void {
    if (frames.get(frame.mountId) === frame) frame.window.postMessage(message, frame.origin)
  }

  function refuse(frame: MountedFrame, id: JsonRpcId | null): void {
    if (id !== null)
      post(frame, { jsonrpc: '2.0', id, error: { code: RPC_CODES.refused, message: 'Too many messages: the host drops some. Send fewer.' } })
    if (!frame.isFlooding) events.onFlood(frame.title)
    frame.isFlooding = true
  }

  /** Once per mount: a view that speaks another language than the host's is told to its author. */
  function reportForeign(frame: MountedFrame, data: unknown): void {
    if (frame.hasForeign) return
    frame.hasForeign = true
    relay(frame, { jsonrpc: '2.0', method: FOREIGN_REPORT, params: { sample: sampleOf(data) } })
  }

  function follow(frame: MountedFrame, wanted: unknown): void {
    frame.wantedPx = wantedViewHeight(frame.wantedPx, wanted)
    if (frame.heightReport === null) reportHeight(frame)
  }

  function reportHeight(frame: MountedFrame): void {
    frame.heightReport = null
    if (frame.wantedPx === frame.heightPx) return
    frame.heightPx = frame.wantedPx
    relay(frame, { jsonrpc: '2.0', method: VIEW_TO_HOST.sizeChanged, params: { height: frame.heightPx } })
    frame.heightReport = setTimeout(() => reportHeight(frame), HEIGHT_REPORT_MS)
  }

  function carry(frame: MountedFrame, data: unknown): boolean {
    const upload = readUpload(data)
    return upload === null ? relay(frame, data) : relayUpload(frame, upload)
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const frame = senderOf(frames.values(), event.source, event.origin)
    if (frame === null) return
    const message = readFrameMessage(event.data)
    if (message.kind === 'foreign') return reportForeign(frame, event.data)
    const answerTo = message.kind === 'relay' ? message.answerTo : null
    if (!frame.budget.take(performance.now())) refuse(frame, answerTo)
    else if (message.kind === 'size') follow(frame, message.height)
    else if (!carry(frame, event.data)) refuse(frame, answerTo)
  })

  return {
    mount(instance, mountId, element) {
      const target = element.contentWindow
      if (target === null) return () => undefined
      const { id: instanceId, title, outerOrigin: origin, heightPx } = instance
      const state = {
        budget: createMessageBudget(),
        lastSeq: 0,
        heightPx,
        wantedPx: heightPx,
        heightReport: null,
        isFlooding: false,
        hasForeign: false,
      }
      const frame: MountedFrame = { instanceId, mountId, title, window: target, origin, ...state }
      frames.set(mountId, frame)
      return () => {
        frames.delete(mountId)
        outbox.drop(mountId)
        if (frame.heightReport !== null) clearTimeout(frame.heightReport)
      }
    },
    deliver({ mountId, seq, message }) {
      const frame = frames.get(mountId)
      if (frame === undefined) return
      if (seq > frame.lastSeq) {
        frame.lastSeq = seq
        post(frame, message)
      }
      void api.postTo('/api/instances/:id/ack', frame.instanceId, { mountId, seq: frame.lastSeq })
    },
  }
}

function sampleOf(data: unknown): string {
  try {
    return (JSON.stringify(data) ?? String(data)).slice(0, 200)
  } catch {
    // what is no JSON can still be told by its kind
    return Object.prototype.toString.call(data)
  }
}
