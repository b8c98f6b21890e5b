import type { PlatformProfile } from '../../platforms/platform-profile.ts'
import type { DisplayMode } from '@lockstep/contract'
import type { HostSettings } from '../../api/host-state.ts'
import type { FaultBoard } from '../../faults/fault-board.ts'
import type { AppRegistry } from '../app-registry.ts'
import type { HostClock, HostIds } from '../clock.ts'
import type { HostFiles } from '../../files/host-files.ts'
import type { QueuedMessage, ViewRecord } from '../conversation.ts'
import type { ModalAnswer, ModalRequest } from '../view-dialogs.ts'
import type { ViewChange } from '../conversation-event.ts'
import type { ConversationStore } from '../conversation-store.ts'
import type { PersonAnswers } from '../person-answers.ts'

export interface ViewActionsOptions {
  store: ConversationStore
  apps: AppRegistry
  profile(): PlatformProfile
  settings(): HostSettings
  faults: FaultBoard
  ids: HostIds
  clock: HostClock
  pageOrigin(): string
  requestMeta(widgetSessionId?: string): Record<string, unknown>
  trace(name: string, detail: Record<string, unknown>): void
  onMessage(message: QueuedMessage): void
  files: HostFiles
  answers: PersonAnswers
  view(): ViewRecord | null
  /** Modes the view declared; null when it declared none. */
  declaredModes(): readonly DisplayMode[] | null
  change(next: ViewChange): void
  setDisplayMode(instanceId: string, mode: DisplayMode): void
  /** Resolves when the dialog is closed. @throws {ViewRefusal} when it cannot be opened */
  openModal(opener: ViewRecord, request: ModalRequest): Promise<ModalAnswer>
  close(reason: string): void
  /** The server wants the view gone once it has its answer. */
  closeAfterAnswer(): void
}

/** What the actions of one view share: the view they are bound to, and the host around it. */
export interface ActionContext extends ViewActionsOptions {
  instanceId: string
  /** The view as it is. @throws {ViewRefusal} when it is closed */
  current(): ViewRecord
  /** Tells the developer, once, of something that works here and would not, or not surely, in ChatGPT. */
  warn(member: string, message: string): void
}
