import type { HostClock } from '../core/clock.ts'
import type { ViewPicture } from '../core/view-session.ts'
import { cutInput } from './cut-input.ts'
import type { FaultBoard } from './fault-board.ts'
import { withoutData } from './late-hydration.ts'

/** How many pieces of one input a view is told, at most. */
const PIECES_MAX = 4
/** Milliseconds a document has to begin the bridge; one that does not, has its data in `window.openai` after that. */
const BEGIN_TIMEOUT_MS = 10_000

export interface InputPiecesOptions {
  faults: FaultBoard
  clock: HostClock
  tell(piece: Record<string, unknown>): void
  /** The whole input, and the result, may be told from now on. */
  onWhole(): void
}

/** What one frame is told of an input before it is whole: nothing or, with `partial-input`, growing pieces of it. */
export interface InputPieces {
  /** A new document talks, which may have the bridge. */
  begin(hasBridge: boolean): void
  /** The bridge is ready for messages. */
  ready(): void
  /** The input is there. */
  start(input: Readonly<Record<string, unknown>>): void
  /** What may be told of the view now. */
  veil(picture: ViewPicture): ViewPicture
  /** Tells no more pieces: the whole comes next. */
  finish(): void
  /** The frame is gone. */
  end(): void
}

export function createInputPieces({ faults, clock, tell, onWhole }: InputPiecesOptions): InputPieces {
  /** Milliseconds between two pieces, until they are told; null = the whole may be told. */
  let pauseMs: number | null = null
  let left: Array<Record<string, unknown>> | null = null
  let timer: unknown = null

  function stopTimer(): void {
    if (timer !== null) clock.clearTimeout(timer)
    timer = null
  }

  function end(): void {
    stopTimer()
    pauseMs = null
    left = null
  }

  function finish(): void {
    if (pauseMs === null) return
    end()
    onWhole()
  }

  function next(): void {
    const piece = left?.shift()
    if (piece === undefined || pauseMs === null) return finish()
    tell(piece)
    timer = clock.setTimeout(next, pauseMs)
  }

  return {
    begin(hasBridge) {
      end()
      const fault = hasBridge ? faults.take('partial-input') : null
      if (fault === null) return
      pauseMs = fault.ms
      timer = clock.setTimeout(finish, BEGIN_TIMEOUT_MS)
    },
    ready() {
      if (left === null) stopTimer()
    },
    start(input) {
      if (pauseMs === null || left !== null) return
      left = cutInput(input, PIECES_MAX)
      next()
    },
    veil(picture) {
      if (pauseMs === null) return picture
      return { ...picture, view: { ...picture.view, toolInput: null }, toolResult: null, globals: withoutData(picture.globals) }
    },
    finish,
    end,
  }
}
