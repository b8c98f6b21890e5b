import { isRecord, VIEW_TO_HOST } from '@lockstep/contract'
import { loggedMessage } from '../log/logged-message.ts'
import { FOREIGN_REPORT } from '../page/frame-message.ts'
import { HISTORY_REPORT } from '../sandbox/history-mirror.ts'
import { FRAME_REPORT } from '../sandbox/observe-frame.ts'
import { PROXY_REPORTS } from '../sandbox/outer-proxy.ts'
import { FRAME_HELLO } from '../sandbox/start-frame.ts'
import { findView, type ViewRecord } from './conversation.ts'
import type { ViewChange } from './conversation-event.ts'
import type { ViewDocuments } from './view-documents.ts'
import type { ViewHostOptions } from './view-host-options.ts'
import type { ViewMounts } from './view-mounts.ts'
import { observedIn } from './view-steps.ts'

/** Frequent, or told elsewhere in the trace: they would push everything else out of it. */
const UNTRACED = new Set<string>([
  VIEW_TO_HOST.ping,
  VIEW_TO_HOST.sizeChanged,
  'openai/notifyIntrinsicHeight',
  HISTORY_REPORT,
  VIEW_TO_HOST.toolsCall,
  'openai/callTool',
])

export interface ViewInboxOptions extends Pick<ViewHostOptions, 'store' | 'clock' | 'trace' | 'log'> {
  documents: Pick<ViewDocuments, 'started' | 'observed'>
  mounts: Pick<ViewMounts, 'sessionFor'>
  change(instanceId: string, next: ViewChange): void
  /** Views that their server wants gone once they have their answer. */
  closeAfterAnswer: Set<string>
  /** A view has said which display modes it knows. */
  onModes(): void
  close(instanceId: string, reason: string): Promise<void>
}

/** Takes what comes out of a frame: the view's own messages, and what the host's scripts in it report. */
export interface ViewInbox {
  /** The answer to post back; null when there is none, or it takes another road. */
  receive(instanceId: string, mountId: string, message: unknown): Promise<Record<string, unknown> | null>
}

export function createViewInbox(options: ViewInboxOptions): ViewInbox {
  const { store, clock, documents, mounts, change, closeAfterAnswer, close } = options
  const view = (instanceId: string): ViewRecord | null => findView(store.get(), instanceId)

  function logged(record: ViewRecord, mountId: string, route: 'view-to-host' | 'host-to-view', message: unknown): void {
    options.log.record(loggedMessage(record, mountId, route, message, clock.now()))
  }

  function step(instanceId: string, message: unknown, answer: unknown): void {
    const record = view(instanceId)
    const steps = record === null ? null : observedIn(record.steps, message, answer, clock.now())
    if (steps !== null) store.dispatch({ type: 'view.stepped', instanceId, steps })
  }

  async function receive(instanceId: string, mountId: string, message: unknown): Promise<Record<string, unknown> | null> {
    const record = view(instanceId)
    if (record === null || record.phase === 'closed') return null
    const method = isRecord(message) && typeof message['method'] === 'string' ? message['method'] : null
    if (method === PROXY_REPORTS.lost) {
      options.trace('view.lost', { instanceId })
      change(instanceId, { phase: 'lost' })
      return null
    }
    if (method === PROXY_REPORTS.dropped) {
      options.trace('view.dropped', { instanceId, reason: isRecord(message) && isRecord(message['params']) ? message['params']['reason'] : null })
      return null
    }
    if (method === FRAME_REPORT) {
      documents.observed(instanceId, isRecord(message) && isRecord(message['params']) ? message['params'] : {})
      return null
    }
    if (method === FRAME_HELLO) {
      documents.started(instanceId)
      step(instanceId, message, null)
      return null
    }
    if (method === FOREIGN_REPORT) {
      logged(record, mountId, 'view-to-host', isRecord(message) && isRecord(message['params']) ? message['params']['sample'] : null)
      step(instanceId, message, null)
      return null
    }
    if (method !== null && !UNTRACED.has(method)) options.trace('view.rpc', { instanceId, method })
    // its document was loaded anew: what was wrong in the last one is gone with it
    if (method === VIEW_TO_HOST.initialize && record.fault !== null) change(instanceId, { fault: null })
    const session = mounts.sessionFor(instanceId, mountId)
    logged(record, mountId, 'view-to-host', message)
    const response = await session.receive(message)
    // Loaded anew meanwhile: the document that asked is gone, and with it whoever could take the answer.
    if (view(instanceId)?.frameKey !== record.frameKey) {
      closeAfterAnswer.delete(instanceId)
      return null
    }
    if (method === VIEW_TO_HOST.initialize) {
      change(instanceId, { declaredModes: session.declaredModes === null ? null : [...session.declaredModes] })
      options.onModes()
    }
    step(instanceId, message, response)
    if (response !== null && !closeAfterAnswer.has(instanceId)) logged(record, mountId, 'host-to-view', response)
    if (!closeAfterAnswer.delete(instanceId)) return response === null ? null : { ...response }
    // The answer must reach the view before it is told to go, so both take the same road.
    if (response !== null) session.post({ ...response })
    void close(instanceId, 'the server closed it')
    return null
  }

  return { receive }
}
