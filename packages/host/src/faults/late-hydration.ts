import type { OpenAiGlobals } from '@lockstep/contract'
import type { HostClock } from '../core/clock.ts'
import type { ViewPicture } from '../core/view-session.ts'
import type { FaultBoard } from './fault-board.ts'

const DATA = ['toolInput', 'toolOutput', 'toolResponseMetadata'] as const satisfies ReadonlyArray<keyof OpenAiGlobals>

/** The globals of a view whose call has not come to anything yet (H8). */
export function withoutData(globals: Partial<OpenAiGlobals>): Partial<OpenAiGlobals> {
  const empty = DATA.flatMap((name) => (name in globals ? [[name, null] as const] : []))
  return { ...globals, ...Object.fromEntries(empty) }
}

export interface HydrationOptions {
  faults: FaultBoard
  clock: HostClock
  /** The data may be told from now on. */
  onData(): void
}

/** When one frame gets its data: at once, or with `late-hydration` a while after its document has begun to talk. */
export interface Hydration {
  /** A new document talks. */
  begin(): void
  /** What may be told of the view now. */
  veil(picture: ViewPicture): ViewPicture
  /** The frame is gone. */
  end(): void
}

export function createHydration({ faults, clock, onData }: HydrationOptions): Hydration {
  let timer: unknown = null

  function end(): void {
    if (timer !== null) clock.clearTimeout(timer)
    timer = null
  }

  return {
    end,
    begin() {
      end()
      const late = faults.take('late-hydration')
      if (late === null) return
      timer = clock.setTimeout(() => {
        timer = null
        onData()
      }, late.ms)
    },
    veil(picture) {
      if (timer === null) return picture
      return { ...picture, view: { ...picture.view, toolInput: null }, toolResult: null, globals: withoutData(picture.globals) }
    },
  }
}
