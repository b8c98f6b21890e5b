import type { PlatformProfile } from '../../platforms/platform-profile.ts'
import type { DisplayMode } from '@lockstep/contract'
import type { AppRegistry } from '../app-registry.ts'
import type { HostClock, HostIds } from '../clock.ts'
import type { ViewRecord } from '../conversation.ts'
import type { ViewChange } from '../conversation-event.ts'
import type { ConversationStore } from '../conversation-store.ts'

export interface ViewActionsOptions {
  store: ConversationStore
  apps: AppRegistry
  profile(): PlatformProfile
  ids: HostIds
  clock: HostClock
  pageOrigin(): string
  requestMeta(widgetSessionId?: string): Record<string, unknown>
  trace(name: string, detail: Record<string, unknown>): void
  onMessage(text: string, app: string): void
  view(): ViewRecord | null
  /** Modes the view declared; null when it declared none. */
  declaredModes(): readonly DisplayMode[] | null
  change(next: ViewChange): void
  setDisplayMode(instanceId: string, mode: DisplayMode): void
  close(reason: string): void
  /** The server wants the view gone once it has its answer. */
  closeAfterAnswer(): void
}

/** What the actions of one view share: the view they are bound to, and the host around it. */
export interface ActionContext extends ViewActionsOptions {
  instanceId: string
  /** The view as it is. @throws {ViewRefusal} when it is closed */
  current(): ViewRecord
}
