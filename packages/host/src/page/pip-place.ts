/** CSS pixels between a floating view and the edges of its stage. */
const PIP_MARGIN_PX = 12

/** CSS pixels from the top and the end edge of the stage. */
export interface PipPlace {
  topPx: number
  endPx: number
}

export interface PipBounds {
  stageWidthPx: number
  stageHeightPx: number
  widthPx: number
  heightPx: number
}

export const PIP_START: PipPlace = { topPx: PIP_MARGIN_PX, endPx: PIP_MARGIN_PX }

/** The place after a move of `dxPx` to the right and `dyPx` down; never off the stage. */
export function movePip({ topPx, endPx }: PipPlace, { dxPx, dyPx }: { dxPx: number; dyPx: number }, bounds: PipBounds): PipPlace {
  return {
    topPx: within(topPx + dyPx, bounds.stageHeightPx - bounds.heightPx),
    endPx: within(endPx - dxPx, bounds.stageWidthPx - bounds.widthPx),
  }
}

const STEPS: ReadonlyMap<string, { x: number; y: number }> = new Map([
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowUp', { x: 0, y: -1 }],
  ['ArrowDown', { x: 0, y: 1 }],
])

/** What an arrow key moves; null = it is no arrow key. */
export function keyMove(key: string, isFast: boolean): { dxPx: number; dyPx: number } | null {
  const step = STEPS.get(key)
  const px = isFast ? 96 : 24
  return step === undefined ? null : { dxPx: step.x * px, dyPx: step.y * px }
}

function within(px: number, roomPx: number): number {
  return Math.max(PIP_MARGIN_PX, Math.min(px, roomPx - PIP_MARGIN_PX))
}
