/// <reference lib="dom" />

/** What a document of a view starts with. */
export interface FrameBoot {
  outerOrigin: string
  /** Path the view sees as its own address: `/`, or where it stood when it loaded itself anew. */
  path: string
}

/** The first words of every document that the sandbox serves; a frame whose load they do not precede shows something else. */
export const FRAME_HELLO = 'lockstep-frame/hello'

/**
 * Runs in the view before everything else: says that this document is ours, and gives the view the address a router expects. Served below a key,
 * it would match none of its routes. It is sent as text, so it uses nothing from outside itself.
 */
export function startFrame(boot: FrameBoot): void {
  history.replaceState(history.state, '', boot.path)
  window.parent.postMessage({ jsonrpc: '2.0', method: 'lockstep-frame/hello' }, boot.outerOrigin)
}
