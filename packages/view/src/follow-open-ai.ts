import { isRecord, SET_GLOBALS_EVENT } from '@lockstep/contract'
import { readGlobals } from './open-ai-surface.ts'
import type { ViewClock, ViewWindow } from './view-runtime.ts'

/**
 * Tells what is new in `window.openai`, which may come early, late or after the event that announces it. A value the event told stands until the
 * property itself changes, so that a host whose properties lag behind its events takes nothing back.
 */
export function followOpenAi(window: ViewWindow, clock: ViewClock, tell: (globals: Record<string, unknown>) => void) {
  let known: Record<string, unknown> = {}

  function look(told: Record<string, unknown> = {}): void {
    const read = readGlobals(window)
    const fresh = Object.entries({ ...read }).filter(([name, value]) => value !== known[name])
    known = read ?? known
    tell({ ...Object.fromEntries(fresh), ...told })
  }

  function onSetGlobals({ detail }: Event & { detail?: unknown }): void {
    const told = isRecord(detail) && isRecord(detail['globals']) ? detail['globals'] : {}
    look(Object.fromEntries(Object.entries(told).filter((entry) => entry[1] !== undefined)))
    if (!readGlobals(window)) clock.setTimeout(look, 0)
  }

  window.addEventListener(SET_GLOBALS_EVENT, onSetGlobals)
  return { look, stop: () => window.removeEventListener(SET_GLOBALS_EVENT, onSetGlobals) }
}
