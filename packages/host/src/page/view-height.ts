/** CSS pixels a view's inline frame may have: a broken view can neither vanish nor make the conversation endless. The backend may be stricter. */
export const MIN_VIEW_HEIGHT_PX = 16
export const MAX_VIEW_HEIGHT_PX = 16_000
/** A change this small is the frame answering its own resize: following it would never end. CSS pixels. */
export const HEIGHT_ECHO_PX = 4

/** The frame's next height when the view asks for `wanted`, or `current` itself when there is nothing to follow. CSS pixels, whole. */
export function nextViewHeight(current: number, wanted: unknown): number {
  if (typeof wanted !== 'number' || !Number.isFinite(wanted) || wanted < 0) return current
  const clamped = Math.min(MAX_VIEW_HEIGHT_PX, Math.max(MIN_VIEW_HEIGHT_PX, Math.ceil(wanted)))
  return Math.abs(clamped - current) <= HEIGHT_ECHO_PX ? current : clamped
}
