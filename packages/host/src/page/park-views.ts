import type { Instance } from '../api/host-state.ts'

/** Frames a page keeps at the same time; further views wait as still places that wake when they are looked at. */
export const ALIVE_VIEWS_MAX = 6
/** Frames it comes back to: one below, so that a new view never waits for an old one to put its things away. */
const ALIVE_VIEWS_KEPT = ALIVE_VIEWS_MAX - 1

/** Which views have a frame in this page. */
export interface Parking {
  /** Open views, the one that came or was seen last first. */
  readonly seen: readonly string[]
  /** Those that are in sight. */
  readonly onScreen: readonly string[]
  /** Those with a frame. */
  readonly alive: readonly string[]
  /** Those of `alive` that are to put their things away and go. */
  readonly leaving: readonly string[]
  /** How often a view was parked: its next frame is another one. */
  readonly generation: Readonly<Record<string, number>>
}

export const NOTHING_PARKED: Parking = { seen: [], onScreen: [], alive: [], leaving: [], generation: {} }

/**
 * Gives frames to the views that came just now, to those on the screen (a person may be typing in one), then to those seen last; one that is off its
 * place in the conversation (fullscreen, pip, modal) always keeps its own. Pure.
 */
export function parkViews(before: Parking, instances: readonly Instance[]): Parking {
  const open = instances.filter(({ phase, mountFailure }) => phase !== 'closed' && mountFailure === null)
  const ids = new Set(open.map(({ id }) => id))
  const known = new Set(before.seen)
  const fresh = open.flatMap(({ id }) => (known.has(id) ? [] : [id])).toReversed()
  const seen = [...fresh, ...before.seen.filter((id) => ids.has(id))]
  const pinned = new Set(open.filter((view) => view.displayMode !== 'inline' || view.modal !== null).map(({ id }) => id))
  const onScreen = before.onScreen.filter((id) => ids.has(id))
  const inOrder = [...pinned, ...fresh, ...seen.filter((id) => onScreen.includes(id)), ...seen]
  const wanted = [...new Set(inOrder)].slice(0, Math.max(ALIVE_VIEWS_KEPT, pinned.size))
  const alive = before.alive.filter((id) => ids.has(id))
  for (const id of wanted) if (!alive.includes(id) && (alive.length < ALIVE_VIEWS_MAX || pinned.has(id))) alive.push(id)
  return { seen, onScreen, alive, leaving: alive.filter((id) => !wanted.includes(id)), generation: before.generation }
}

/** The view came onto the screen, or was asked for. */
export function seeView(before: Parking, instanceId: string, instances: readonly Instance[]): Parking {
  const isKnown = before.seen.includes(instanceId)
  const isFirst = before.seen[0] === instanceId && before.onScreen.includes(instanceId)
  if (isFirst || !isKnown) return before
  const others = { seen: before.seen.filter((id) => id !== instanceId), onScreen: before.onScreen.filter((id) => id !== instanceId) }
  return parkViews({ ...before, seen: [instanceId, ...others.seen], onScreen: [instanceId, ...others.onScreen] }, instances)
}

/** The view went off the screen. */
export function loseView(before: Parking, instanceId: string, instances: readonly Instance[]): Parking {
  if (!before.onScreen.includes(instanceId)) return before
  return parkViews({ ...before, onScreen: before.onScreen.filter((id) => id !== instanceId) }, instances)
}

/** The view has put its things away. */
export function leaveView(before: Parking, instanceId: string, instances: readonly Instance[]): Parking {
  const generation = { ...before.generation, [instanceId]: (before.generation[instanceId] ?? 0) + 1 }
  return parkViews({ ...before, alive: before.alive.filter((id) => id !== instanceId), generation }, instances)
}
