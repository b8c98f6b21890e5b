import { AppError, type DisplayMode } from '@lockstep/contract'
import { findView } from './conversation.ts'
import type { ViewChange } from './conversation-event.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import { grantableModes, grantedMode } from './view-modes.ts'

export interface ViewPlacementOptions {
  store: ConversationStore
  profile(): PlatformProfile
  change(instanceId: string, next: ViewChange): void
}

/** Which view stands where: one fills the screen and one floats at a time. */
export interface ViewPlacement {
  setDisplayMode(instanceId: string, mode: DisplayMode): void
  /** The person's own wish; the way back is always open. @throws {AppError} HOST_NO_SUCH_MODE when the view cannot stand there */
  placeByPerson(instanceId: string, mode: DisplayMode): void
  /** Puts every other view that is in `mode` back into the conversation. */
  makeRoom(instanceId: string, mode: DisplayMode): void
  /** Puts back what stands where it may not stand any more: after a change of platform, settings or of what a view declared. */
  putBack(): void
}

export function createViewPlacement({ store, profile, change }: ViewPlacementOptions): ViewPlacement {
  function makeRoom(instanceId: string, mode: DisplayMode): void {
    if (mode === 'inline') return
    for (const other of store.get().views) {
      if (other.id !== instanceId && other.displayMode === mode) change(other.id, { displayMode: 'inline' })
    }
  }

  function setDisplayMode(instanceId: string, mode: DisplayMode): void {
    if (findView(store.get(), instanceId)?.displayMode === mode) return
    makeRoom(instanceId, mode)
    change(instanceId, { displayMode: mode })
  }

  return {
    makeRoom,
    setDisplayMode,
    placeByPerson(instanceId, asked) {
      const view = findView(store.get(), instanceId)
      if (view === null || view.phase === 'closed') return
      const mode = asked === 'inline' ? asked : grantedMode(asked, view, profile())
      if (mode === view.displayMode && mode !== asked)
        throw new AppError(
          'HOST_NO_SUCH_MODE',
          `Expected a mode that this view can be shown in, got ${asked}. It can be ${grantableModes(view, profile()).join(', ')}.`,
          { blame: 'user' },
        )
      setDisplayMode(instanceId, mode)
    },
    putBack() {
      for (const view of store.get().views) {
        if (view.displayMode !== 'inline' && !grantableModes(view, profile()).includes(view.displayMode)) change(view.id, { displayMode: 'inline' })
      }
    },
  }
}
