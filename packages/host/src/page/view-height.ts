/** CSS pixels a view's inline frame may have: a broken view can neither vanish nor make the conversation endless. The backend may be stricter. */
export const MIN_VIEW_HEIGHT_PX = 16
export const MAX_VIEW_HEIGHT_PX = 16_000

/** The whole height that a view asks for, or `currentPx` when it asks for none; whether to follow it is the backend's to decide. */
export function wantedViewHeight(currentPx: number, wanted: unknown): number {
  if (typeof wanted !== 'number' || !Number.isFinite(wanted) || wanted < 0) return currentPx
  return Math.min(MAX_VIEW_HEIGHT_PX, Math.max(MIN_VIEW_HEIGHT_PX, Math.ceil(wanted)))
}
