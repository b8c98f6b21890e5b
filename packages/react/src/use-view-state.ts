import { useCallback, useMemo } from 'react'
import type { StateHalf, ViewRuntime } from '@lockstep/view'
import { useRuntime, useViewPart } from './use-view.ts'

export interface ViewStateHalves<Private extends object, Model extends object> {
  /** Drafts, selection: only the view sees it. */
  readonly private: Private
  /** What the model should know of the screen; keep it small. */
  readonly model: Model
}

export interface ViewStatePatch<Private extends object, Model extends object> {
  readonly private?: Partial<Private>
  readonly model?: Partial<Model>
}

/**
 * State the host keeps for this view instance: over a re-render, a display mode, a reload of the same message; not beyond it.
 * `set` merges its patch key by key into the newest state and writes at once. Nothing is written before the first `set`, and a host that kept
 * nothing (null) never overwrites `initial`. `initial` is read once; keys of others in the private half are left alone.
 */
export function useViewState<Private extends object, Model extends object>(
  initial: ViewStateHalves<Private, Model>,
): [ViewStateHalves<Private, Model>, (patch: ViewStatePatch<Private, Model>) => void] {
  const runtime = useRuntime()
  const kept = useViewPart((snapshot) => snapshot.viewState)
  // oxlint-disable-next-line react/exhaustive-deps -- defaults are read once, so a caller may write them inline
  const defaults = useMemo(() => initial, [])
  const state = useMemo(() => mergeHalves(defaults, kept), [defaults, kept])
  const set = useCallback((patch: ViewStatePatch<Private, Model>) => patchViewState(runtime, defaults, patch), [runtime, defaults])
  return [state, set]
}

/** The kept halves over the defaults; a half the host lacks is all defaults. Keys are the app's promise to itself. */
function mergeHalves<Private extends object, Model extends object>(
  defaults: ViewStateHalves<Private, Model>,
  kept: { readonly private: StateHalf | null; readonly model: StateHalf | null },
): ViewStateHalves<Private, Model> {
  return { private: { ...defaults.private, ...kept.private }, model: { ...defaults.model, ...kept.model } }
}

/** Writes only the halves the patch names, so that a private change is no news for the model. */
export function patchViewState<Private extends object, Model extends object>(
  runtime: Pick<ViewRuntime, 'getSnapshot' | 'setViewState'>,
  defaults: ViewStateHalves<Private, Model>,
  patch: ViewStatePatch<Private, Model>,
): void {
  const current = mergeHalves(defaults, runtime.getSnapshot().viewState)
  runtime.setViewState({
    ...(patch.private ? { private: { ...current.private, ...patch.private } } : {}),
    ...(patch.model ? { model: { ...current.model, ...patch.model } } : {}),
  })
}
