import type { ArgumentField, CspViolation, Instance, PendingLink, ToolCallResult, ToolEntryError } from '../api/host-state.ts'
import type { QueuedMessage, ViewRecord } from './conversation.ts'

/** Everything that can happen to a conversation, as facts; times and ids are made at the edge. */
export type ConversationEvent =
  | { type: 'message.said'; entryId: string; at: number; message: QueuedMessage }
  | { type: 'message.queued'; message: QueuedMessage }
  | { type: 'message.dequeued' }
  | { type: 'turn.started' }
  | { type: 'turn.ended' }
  | { type: 'assistant.said'; entryId: string; at: number; text: string }
  | ({ type: 'call.opened' } & OpenedCall)
  | { type: 'call.argumentsGiven'; entryId: string; input: Record<string, unknown>; phase: 'awaiting-approval' | 'running'; statusText: string }
  | { type: 'call.approved'; entryId: string; statusText: string }
  | { type: 'call.declined'; entryId: string; statusText: string }
  | { type: 'call.answered'; entryId: string; result: ToolCallResult; tookMs: number; statusText: string }
  | { type: 'call.failed'; entryId: string; error: ToolEntryError; tookMs: number | null }
  | { type: 'view.opened'; view: ViewRecord }
  | { type: 'view.changed'; instanceId: string; change: ViewChange }
  | { type: 'view.violated'; instanceId: string; violation: CspViolation }
  | { type: 'view.toldModel'; instanceId: string; modelContext: Record<string, unknown> }
  | { type: 'view.keptState'; instanceId: string; widgetState: Record<string, unknown> | null }
  | { type: 'link.asked'; link: PendingLink }
  | { type: 'link.answered'; linkId: string }
  | { type: 'traced'; at: number; name: string; detail: Record<string, unknown> }
  | { type: 'restored' }

export interface OpenedCall {
  entryId: string
  at: number
  app: string
  tool: string
  title: string
  statusText: string
  phase: 'awaiting-arguments' | 'awaiting-approval' | 'running'
  input: Record<string, unknown>
  fields: ArgumentField[]
  reason: string | null
  isDestructive: boolean
  isOpenWorld: boolean
}

export type ViewChange = Partial<
  Pick<Instance, 'phase' | 'displayMode' | 'heightPx' | 'frameKey' | 'mountFailure' | 'fault'> &
    Pick<ViewRecord, 'toolInput' | 'toolResult' | 'csp' | 'redirectDomains' | 'hasBridge'>
>
