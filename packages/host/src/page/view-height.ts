/** CSS pixels a view's inline frame may have: a broken view can neither vanish nor make the conversation endless. The backend may be stricter. */
export const MIN_VIEW_HEIGHT_PX = 16
export const MAX_VIEW_HEIGHT_PX = 16_000
/** A growth this small may be the frame answering its own resize. CSS pixels. */
export const HEIGHT_ECHO_PX = 4
/** Such growths followed in a row; more of them would never end. */
export const HEIGHT_ECHOES_MAX = 8

export interface ViewHeight {
  /** CSS pixels, whole. */
  readonly heightPx: number
  /** Small growths since the last change that was none. */
  readonly echoes: number
}

/** The frame's next height when the view asks for `wanted`, or `current` itself when there is nothing to follow. Exact, but for a view that only ever creeps up. */
export function nextViewHeight(current: ViewHeight, wanted: unknown): ViewHeight {
  if (typeof wanted !== 'number' || !Number.isFinite(wanted) || wanted < 0) return current
  const heightPx = Math.min(MAX_VIEW_HEIGHT_PX, Math.max(MIN_VIEW_HEIGHT_PX, Math.ceil(wanted)))
  const step = heightPx - current.heightPx
  if (step === 0) return current
  if (Math.abs(step) > HEIGHT_ECHO_PX) return { heightPx, echoes: 0 }
  if (step < 0) return { heightPx, echoes: current.echoes }
  return current.echoes < HEIGHT_ECHOES_MAX ? { heightPx, echoes: current.echoes + 1 } : current
}
