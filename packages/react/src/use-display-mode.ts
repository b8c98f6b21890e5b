import type { DisplayMode } from '@lockstep/contract'
import { useHostContext, useRuntime } from './use-view.ts'

const ALL: readonly DisplayMode[] = ['inline', 'pip', 'fullscreen']

/**
 * The mode now, a way to ask for another, and the modes the host has (all of them where it does not say). `request` resolves with the mode that was
 * granted, which may be another one: on a phone `pip` becomes `fullscreen`. @throws {ViewError} from `request`.
 */
export function useDisplayMode(): [mode: DisplayMode, request: (mode: DisplayMode) => Promise<DisplayMode>, available: readonly DisplayMode[]] {
  const { displayMode, availableDisplayModes } = useHostContext()
  return [displayMode, useRuntime().requestDisplayMode, availableDisplayModes ?? ALL]
}
