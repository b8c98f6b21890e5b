import { mirrorHistory } from './history-mirror.ts'
import { inlineCall } from './inline-script.ts'
import { observeFrame } from './observe-frame.ts'
import { relayEscape } from './relay-escape.ts'
import { simulateMedia, type FrameSurroundings } from './simulate-media.ts'
import { startFrame } from './start-frame.ts'

export interface FrameScriptsOptions {
  outerOrigin: string
  /** What the view sees as its own address. */
  path: string
  surroundings: FrameSurroundings
  /** Text of further scripts, in their order: the host's parts that a platform may or may not have. */
  more: readonly string[]
}

/** All that runs in a view before its own scripts, as the text of one script element. Each is a call of a function sent as text. */
export function frameScripts({ outerOrigin, path, surroundings, more }: FrameScriptsOptions): string {
  return [
    inlineCall(startFrame, { outerOrigin, path }),
    inlineCall(observeFrame, { outerOrigin }),
    inlineCall(simulateMedia, { outerOrigin, surroundings }),
    inlineCall(mirrorHistory, { outerOrigin }),
    inlineCall(relayEscape, { outerOrigin }),
    ...more,
  ].join(';')
}
