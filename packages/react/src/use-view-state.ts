import { useCallback, useMemo } from 'react'
import { AppError, WIDGET_STATE_MAX_TOKENS } from '@lockstep/contract'
import type { StateHalf, ViewRuntime } from '@lockstep/view'
import { IS_DEVELOPMENT } from './report-problem.ts'
import { costliest, estimateTokens } from './state-budget.ts'
import { withoutSecrets, type StateFinding } from './state-secrets.ts'
import { useLatest } from './use-latest.ts'
import { useViewPart } from './use-view.ts'
import { useViewServices, type ViewServices } from './view-context.ts'

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

export interface ViewStateOptions {
  /** Estimated tokens each half may cost. Default WIDGET_STATE_MAX_TOKENS. */
  maxTokens?: number
  /** `warn` tells the developer and writes; `error` throws and writes nothing. Default `warn`. */
  overBudget?: 'warn' | 'error'
}

/**
 * State the host keeps for this view instance: over a re-render, a display mode, a reload of the same message; not beyond it.
 * `set` merges its patch key by key into the newest state and writes at once. Nothing is written before the first `set`, and a host that kept
 * nothing (null) never overwrites `initial`. `initial` is read once; keys of others in the private half are left alone.
 *
 * What looks like a secret (a token, a signed URL, a password by its name) is not written, in production either, and the developer is told its path;
 * an e-mail address is told and written. @throws {AppError} from `set`: VIEW_STATE_TOO_LARGE, with `overBudget: 'error'` only.
 */
export function useViewState<Private extends object, Model extends object>(
  initial: ViewStateHalves<Private, Model>,
  options: ViewStateOptions = {},
): [ViewStateHalves<Private, Model>, (patch: ViewStatePatch<Private, Model>) => void] {
  const { runtime, report } = useViewServices()
  const latest = useLatest(options)
  const kept = useViewPart((snapshot) => snapshot.viewState)
  // oxlint-disable-next-line react/exhaustive-deps -- defaults are read once, so a caller may write them inline
  const defaults = useMemo(() => initial, [])
  const state = useMemo(() => mergeHalves(defaults, kept), [defaults, kept])
  const set = useCallback(
    (patch: ViewStatePatch<Private, Model>) => patchViewState(runtime, defaults, safePatch(patch, report), { ...latest.current, report }),
    [runtime, report, defaults, latest],
  )
  return [state, set]
}

/** The kept halves over the defaults; a half the host lacks is all defaults. Keys are the app's promise to itself. */
function mergeHalves<Private extends object, Model extends object>(
  defaults: ViewStateHalves<Private, Model>,
  kept: { readonly private: StateHalf | null; readonly model: StateHalf | null },
): ViewStateHalves<Private, Model> {
  return { private: { ...defaults.private, ...kept.private }, model: { ...defaults.model, ...kept.model } }
}

/** The patch without what must not be kept. */
function safePatch<Private extends object, Model extends object>(
  patch: ViewStatePatch<Private, Model>,
  report: ViewServices['report'],
): ViewStatePatch<Private, Model> {
  const { value, findings } = withoutSecrets(patch)
  for (const { path, kind, looks } of findings) {
    report({ code: `state_${kind}`, path, message: IS_DEVELOPMENT ? adviceOn(kind, looks) : '' })
  }
  return value ?? {}
}

function adviceOn(kind: StateFinding['kind'], looks: string): string {
  const done =
    kind === 'secret' ? 'it was not written; keep it in memory or on the server' : 'it was written; keep it on the server if it need not be here'
  return `expected no secrets in the view state, found what looks like ${looks}; ${done}`
}

/** Writes only the halves the patch names, so that a private change is no news for the model. */
export function patchViewState<Private extends object, Model extends object>(
  runtime: Pick<ViewRuntime, 'getSnapshot' | 'setViewState'>,
  defaults: ViewStateHalves<Private, Model>,
  patch: ViewStatePatch<Private, Model>,
  { maxTokens = WIDGET_STATE_MAX_TOKENS, overBudget = 'warn', report = () => undefined }: ViewStateOptions & { report?: ViewServices['report'] } = {},
): void {
  const current = mergeHalves(defaults, runtime.getSnapshot().viewState)
  const next = {
    ...(patch.private ? { private: { ...current.private, ...patch.private } } : {}),
    ...(patch.model ? { model: { ...current.model, ...patch.model } } : {}),
  }
  if (overBudget === 'error' || IS_DEVELOPMENT) {
    for (const [path, half] of Object.entries(next) as Array<[string, StateHalf]>) {
      const tokens = estimateTokens(half)
      if (tokens <= maxTokens) continue
      const advice = IS_DEVELOPMENT ? ` (${costliest(half)}); keep data on the server and its id here` : ''
      const message = `expected at most ${maxTokens} tokens, got about ${tokens}${advice}`
      if (overBudget === 'error') throw new AppError('VIEW_STATE_TOO_LARGE', `view state, ${path}: ${message}`, { blame: 'user' })
      report({ code: 'state_too_large', path, message })
    }
  }
  const problem = runtime.setViewState(next)
  if (problem !== null) report({ code: `state_${problem.code}`, path: problem.path ?? '', message: problem.message })
}
