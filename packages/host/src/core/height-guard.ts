/** Growths in a row, each soon after the frame grew, until a view is suspected of growing with its own frame. */
const SUSPICIOUS_GROWTHS = 6
/** Milliseconds within which a view that measures its own frame answers a change of it. */
export const ECHO_MS = 400
/** A shrink this small may be such an answer too. CSS pixels. */
const SMALL_STEP_PX = 4
/** Echoes that are proof. */
const ECHOES_OF_A_LOOP = 2
/** Growths that a view is trusted with after it grew while its frame stood still. */
const TRUST_GROWTHS = 60

/**
 * A view whose height follows from its frame's height grows for ever. It is told from one whose content grows by an experiment: the frame is held; such
 * a view is silent then, and speaks as soon as the frame has grown.
 */
export interface HeightGuard {
  /** CSS pixels to give the frame; 0 = the view said none yet. */
  readonly heightPx: number
  /** following: as the view says; holding: the frame stands still, the view wants `heldPx`; probing: it was given, an answer is a proof; stopped: a loop. */
  readonly mode: 'following' | 'holding' | 'probing' | 'stopped'
  readonly heldPx: number
  /** Negative: trusted for so many more. */
  readonly growths: number
  readonly echoes: number
  /** When the frame last changed. */
  readonly changedAt: number
}

export const NEW_HEIGHT_GUARD: HeightGuard = { heightPx: 0, mode: 'following', heldPx: 0, growths: 0, echoes: 0, changedAt: 0 }

/** The view says its height, clamped already. */
export function heightWanted(guard: HeightGuard, wantedPx: number, at: number): HeightGuard {
  const { heightPx, mode } = guard
  if (wantedPx === heightPx && mode !== 'holding') return guard
  if (wantedPx < heightPx) {
    const isSmall = heightPx - wantedPx <= SMALL_STEP_PX
    return isSmall ? { ...guard, heightPx: wantedPx, changedAt: at } : followed(guard, wantedPx, at, 0)
  }
  if (mode === 'following') return growing(guard, wantedPx, at)
  // More, though the frame stood still: its content grows.
  if (mode === 'holding') return wantedPx === guard.heldPx ? guard : followed(guard, wantedPx, at, -TRUST_GROWTHS)
  if (at - guard.changedAt > ECHO_MS) return mode === 'stopped' ? { ...guard, heightPx: wantedPx, changedAt: at } : followed(guard, wantedPx, at, 0)
  if (mode === 'stopped') return guard
  const echoes = guard.echoes + 1
  return echoes < ECHOES_OF_A_LOOP ? { ...guard, mode: 'holding', heldPx: wantedPx, echoes } : { ...guard, mode: 'stopped', echoes }
}

/** `ECHO_MS` went by since the frame was held, or since it was given what the view wanted. */
export function heightRested(guard: HeightGuard, at: number): HeightGuard {
  if (guard.mode === 'holding') return { ...guard, mode: 'probing', heightPx: guard.heldPx, changedAt: at }
  return guard.mode === 'probing' ? followed(guard, guard.heightPx, guard.changedAt, 0) : guard
}

function growing(guard: HeightGuard, wantedPx: number, at: number): HeightGuard {
  const isSoon = guard.heightPx > 0 && at - guard.changedAt <= ECHO_MS
  const growths = guard.growths < 0 ? guard.growths + 1 : isSoon ? guard.growths + 1 : 0
  if (growths < SUSPICIOUS_GROWTHS) return followed(guard, wantedPx, at, growths)
  return { ...guard, mode: 'holding', heldPx: wantedPx, growths, echoes: 0 }
}

function followed(guard: HeightGuard, heightPx: number, changedAt: number, growths: number): HeightGuard {
  return { ...guard, mode: 'following', heightPx, heldPx: 0, growths, echoes: 0, changedAt }
}
