import { sandboxOrigins } from '@lockstep/contract'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { AppRegistry } from './app-registry.ts'
import { findView, type ViewRecord } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import { newViewRecord } from './new-view-record.ts'
import type { ViewDocuments } from './view-documents.ts'

export interface PlatformSwitchOptions {
  store: ConversationStore
  apps: AppRegistry
  profile(): PlatformProfile
  sandboxPort(): number
  documents: Pick<ViewDocuments, 'read' | 'keep'>
  close(instanceId: string, reason: string): Promise<void>
  /** Forgets the frames of a view. */
  unmount(instanceId: string): void
}

/** Shows views as the platform that is played now shows them. */
export interface PlatformSwitch {
  /** All that are open: each is mounted anew, or closed where the platform has no view of its tool. */
  all(): Promise<void>
  /** A closed view that is about to be shown again, and may be of another platform. False: this platform shows it not. */
  one(record: ViewRecord): Promise<boolean>
}

export function createPlatformSwitch({ store, apps, profile, documents, close, unmount, sandboxPort }: PlatformSwitchOptions): PlatformSwitch {
  async function one(record: ViewRecord): Promise<boolean> {
    const tool = apps.findTool(record.app, record.toolName)
    const app = apps.find(record.app)?.app
    if (tool === null || tool.resourceUri === null || app === undefined) return false
    const reading = await documents.read(record.app, tool.resourceUri)
    const latest = findView(store.get(), record.id)
    // It may have been closed meanwhile; one that was closed before is shown again on purpose.
    if (latest === null || (isGone(latest) && !isGone(record))) return false
    unmount(record.id)
    const { id, entryId, toolName, title, toolInput, toolResult, viewKey, copyOf, shownFileIds } = latest
    const view = newViewRecord(
      {
        ...{ id, entryId, toolName, title, toolInput, toolResult },
        app: record.app,
        description: tool.description,
        resourceUri: tool.resourceUri,
        modal: null,
        isEntrypoint: false,
      },
      { viewKey, origins: sandboxOrigins(app.mcpUrl, sandboxPort(), reading.ok ? reading.resource.widgetDomain : null), profile: profile(), reading },
    )
    if (reading.ok) documents.keep(viewKey, reading.resource)
    const widgetState = profile().offers.keepsViewState ? latest.widgetState : null
    const { frameKey, violations, steps } = latest
    const next = { ...view, frameKey: frameKey + 1, copyOf, shownFileIds, widgetState, violations, steps: { ...view.steps, mounts: steps.mounts } }
    store.dispatch({ type: 'view.replaced', view: next })
    return true
  }

  return {
    one,
    async all() {
      const { title } = profile().offers
      for (const { id } of store.get().views) {
        // As it is when its turn comes: reading those before it takes its time.
        const record = findView(store.get(), id)
        if (record === null || isGone(record)) continue
        const isShown = record.modal === null && profile().offers.rendersMimeTypes.length > 0 && (await one(record))
        if (!isShown) await close(record.id, record.modal === null ? `${title} shows no view of this tool` : 'another platform is played')
      }
    },
  }
}

function isGone({ phase }: ViewRecord): boolean {
  return phase === 'closed' || phase === 'closing'
}
