/// <reference lib="dom" />

/** Sent by a view in which somebody pressed Escape, and the view itself did nothing with it. */
export const ESCAPE_REPORT = 'lockstep-frame/escape'

export interface EscapeRelayBoot {
  outerOrigin: string
}

/** A key pressed in a frame is heard by nobody else, and a dialog must close by Escape wherever the focus is in it. Sent as text. */
export function relayEscape(boot: EscapeRelayBoot): void {
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
    window.parent.postMessage({ jsonrpc: '2.0', method: 'lockstep-frame/escape' }, boot.outerOrigin)
  })
}
