import { parseJsonRpc, VIEW_TO_HOST, type JsonRpcId } from '@lockstep/contract'

/** Sent by the page once per mount, with `{ sample }`: the frame posted something that is no JSON-RPC. The outer proxy lets no view send it. */
export const FOREIGN_REPORT = 'lockstep/foreign-message'

export type FrameMessage =
  /** Not JSON-RPC, or not JSON: dropped. */
  | { kind: 'foreign' }
  /** Handled by the page; the backend is told the settled height. */
  | { kind: 'size'; height: unknown }
  /** For the backend; `answerTo` is the request's id, null when nobody waits for an answer. */
  | { kind: 'relay'; answerTo: JsonRpcId | null }

/** What the page does with data that came from a view's own frame. It looks at the envelope and at sizes, at nothing else. */
export function readFrameMessage(data: unknown): FrameMessage {
  const parsed = parseJsonRpc(data)
  if (parsed === null) return { kind: 'foreign' }
  if (parsed.kind === 'request') return { kind: 'relay', answerTo: parsed.message.id }
  if (parsed.kind === 'notification' && parsed.message.method === VIEW_TO_HOST.sizeChanged) {
    return { kind: 'size', height: parsed.message.params?.['height'] }
  }
  return { kind: 'relay', answerTo: null }
}

export interface FrameIdentity {
  window: unknown
  origin: string
}

/** The frame a message came from: its window and its origin must both fit, so another window or a frame that navigated away is nobody. */
export function senderOf<Frame extends FrameIdentity>(frames: Iterable<Frame>, source: unknown, origin: string): Frame | null {
  if (source === null || source === undefined) return null
  for (const frame of frames) if (frame.window === source && frame.origin === origin) return frame
  return null
}
