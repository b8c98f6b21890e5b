import type { DisplayMode } from '@lockstep/contract'
import type { ActionContext } from './action-context.ts'

/** What a view asks for its own place on the screen. */
export interface DisplayActions {
  /** The mode granted. */
  requestDisplayMode(mode: DisplayMode): DisplayMode
  setHeight(heightPx: number): void
  requestClose(): void
}

export function createDisplayActions(context: ActionContext): DisplayActions {
  return {
    requestDisplayMode(mode) {
      const { displayMode } = context.current()
      const declared = context.declaredModes()
      if (!context.profile().offers.displayModes.includes(mode) || (declared !== null && !declared.includes(mode))) return displayMode
      context.setDisplayMode(context.instanceId, mode)
      return mode
    },
    setHeight(height) {
      const { minInlineHeightPx, maxInlineHeightPx } = context.profile()
      const heightPx = Math.round(Math.min(Math.max(height, minInlineHeightPx), maxInlineHeightPx))
      // A fullscreen view has the screen's height; what it says of itself then must not become its inline height.
      if (context.current().displayMode === 'inline' && context.current().heightPx !== heightPx) context.change({ heightPx })
    },
    requestClose: () => context.close('asked by the view'),
  }
}
