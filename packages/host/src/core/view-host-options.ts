import type { HostSettings, ViewDelivery } from '../api/host-state.ts'
import type { FaultBoard } from '../faults/fault-board.ts'
import type { HostFiles } from '../files/host-files.ts'
import type { MessageLog } from '../log/message-log.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { AppRegistry } from './app-registry.ts'
import type { HostClock, HostIds } from './clock.ts'
import type { QueuedMessage } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { PersonAnswers } from './person-answers.ts'

/** The host around its views. */
export interface ViewHostOptions {
  store: ConversationStore
  apps: AppRegistry
  profile(): PlatformProfile
  clock: HostClock
  ids: HostIds
  settings(): HostSettings
  faults: FaultBoard
  /** Members of `window.openai` that a fault takes away. */
  withheldMembers(): ReadonlySet<string>
  sandboxPort(): number
  pageOrigin(): string
  requestMeta(widgetSessionId?: string): Record<string, unknown>
  trace(name: string, detail: Record<string, unknown>): void
  /** A view posts a message in the person's name. */
  onMessage(message: QueuedMessage): void
  files: HostFiles
  answers: PersonAnswers
  deliver(delivery: ViewDelivery): void
  log: MessageLog
}
