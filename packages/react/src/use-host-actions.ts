import { useMemo } from 'react'
import type { DisplayMode } from '@lockstep/contract'
import type { ViewRuntime } from '@lockstep/view'
import { savePending } from './pending-saves.ts'
import { useRuntime } from './use-view.ts'

export interface HostActions {
  /** Opens a link outside. @throws {ViewError} */
  openLink: ViewRuntime['openLink']
  /**
   * Saves what is unsaved, then speaks in the person's name: the model must find what the person sees. Sent at once, whatever the model does; `useFollowUp`
   * waits for its turn. @throws {ViewError}
   */
  sendMessage: ViewRuntime['sendMessage']
  /** Saves what is unsaved, then asks the host to close the view. */
  requestClose: () => Promise<void>
  /** Resolves with the granted mode. */
  requestDisplayMode: (mode: DisplayMode) => Promise<DisplayMode>
}

/** Calls a tool of the view's own server; stable. An `isError` result resolves. @throws {ViewError} */
export function useCallTool(): ViewRuntime['callTool'] {
  return useRuntime().callTool
}

/** What a view may ask of its host; stable. */
export function useHostActions(): HostActions {
  const runtime = useRuntime()
  return useMemo(() => createHostActions(runtime), [runtime])
}

export function createHostActions(runtime: ViewRuntime): HostActions {
  return {
    openLink: runtime.openLink,
    requestDisplayMode: runtime.requestDisplayMode,
    sendMessage: async (...message) => {
      await savePending(runtime)
      await runtime.sendMessage(...message)
    },
    requestClose: async () => {
      await savePending(runtime)
      runtime.requestClose()
    },
  }
}
