import type {
  ArgumentField,
  CspViolation,
  Instance,
  MessageDraft,
  PendingDownload,
  PendingLink,
  PendingPick,
  ToolCallResult,
  ToolEntryError,
  ViewSteps,
  ViewWarning,
  ViewSandboxState,
} from '../api/host-state.ts'
import type { FileGrant, QueuedMessage, ServerFile, ViewRecord } from './conversation.ts'

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
  | { type: 'call.answered'; entryId: string; result: ToolCallResult; tookMs: number; statusText: string; isSignInNeeded?: boolean }
  | { type: 'call.failed'; entryId: string; error: ToolEntryError; tookMs: number | null }
  | { type: 'view.opened'; view: ViewRecord }
  /** A view in a dialog: no part of the conversation. */
  | { type: 'modal.opened'; view: ViewRecord }
  /** One more view of a result that has one already. */
  | { type: 'view.copied'; view: ViewRecord }
  | { type: 'view.replaced'; view: ViewRecord }
  | { type: 'view.changed'; instanceId: string; change: ViewChange }
  | { type: 'view.violated'; instanceId: string; violation: CspViolation }
  | { type: 'view.stepped'; instanceId: string; steps: Partial<ViewSteps> }
  | { type: 'view.warned'; instanceId: string; warning: ViewWarning }
  | { type: 'view.toldModel'; instanceId: string; modelContext: Record<string, unknown>; updateId: string }
  | { type: 'view.contextRemoved'; instanceId: string }
  | { type: 'view.keptState'; instanceId: string; widgetState: Record<string, unknown> | null; shownFileIds: string[] }
  | { type: 'link.asked'; link: PendingLink }
  | { type: 'link.answered'; linkId: string }
  | { type: 'pick.asked'; pick: PendingPick }
  | { type: 'pick.answered'; pickId: string }
  | { type: 'download.asked'; download: PendingDownload }
  | { type: 'download.answered'; downloadId: string }
  | { type: 'draft.offered'; draft: MessageDraft }
  | { type: 'draft.taken'; draftId: string }
  | { type: 'file.granted'; grant: FileGrant }
  | { type: 'file.told'; serverFile: ServerFile }
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
  by: 'model' | 'person'
  input: Record<string, unknown>
  fields: ArgumentField[]
  reason: string | null
  isDestructive: boolean
  isOpenWorld: boolean
  viewNote: string | null
}

export type ViewChange = Partial<
  Pick<Instance, 'phase' | 'displayMode' | 'heightPx' | 'isHeightLooping' | 'history' | 'frameKey' | 'mountFailure' | 'fault'> &
    ViewSandboxState &
    Pick<
      ViewRecord,
      | 'widgetState'
      | 'frameUrl'
      | 'frameAllow'
      | 'prefersBorder'
      | 'description'
      | 'displayHint'
      | 'outerOrigin'
      | 'innerOrigin'
      | 'declaredModes'
      | 'openInAppHref'
      | 'toolInput'
      | 'toolResult'
      | 'csp'
      | 'redirectDomains'
      | 'hasBridge'
    >
>
