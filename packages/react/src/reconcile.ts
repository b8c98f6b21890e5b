import type { StateHalf, ViewRuntime } from '@lockstep/view'
import { IS_DEVELOPMENT, type ViewProblem } from './report-problem.ts'

/** What is brought in line with a write that succeeded, in this order. */
export interface Reconcile<Data> {
  /** Asked anew: what `useRead` and `useDocument` answered, or anything that can refresh itself. One that fails keeps the others. */
  refresh?: ReadonlyArray<{ readonly refresh: () => unknown }>
  /** Keys of the private view state whose draft is now saved; one that the person changed since the write was sent stays. */
  clear?: readonly string[]
  /**
   * The key of the view state, in either half, that holds a selection; dropped when what it names is gone. Kept where the answer itself was not, and
   * where `isValid` throws.
   */
  selection?: { readonly key: string; readonly isValid: (selected: unknown, data: Readonly<Data>, refreshed: readonly unknown[]) => boolean }
}

type State = Pick<ViewRuntime, 'getSnapshot' | 'setViewState'>

/** The private half at the time of sending, to know later which drafts are still the ones that were saved. */
export function draftsOf(runtime: State): StateHalf {
  return runtime.getSnapshot().viewState.private ?? {}
}

/** Never rejects: the write is done, whatever becomes of this. `report` is told of a rule that throws. */
export async function reconcile<Data>(
  runtime: State,
  rules: Reconcile<Data>,
  sent: StateHalf,
  data: Readonly<Data> | null,
  report: (problem: ViewProblem) => void = () => undefined,
): Promise<void> {
  const refreshed = await Promise.all((rules.refresh ?? []).map(async (one) => refreshOne(one)))
  const { private: ours, model } = runtime.getSnapshot().viewState
  const gone = (half: StateHalf | null): readonly string[] => {
    const { key = '', isValid } = rules.selection ?? {}
    if (isValid === undefined || data === null || half === null || !(key in half)) return []
    try {
      return isValid(half[key], data, refreshed) ? [] : [key]
    } catch (error) {
      report({ code: 'reconcile_failed', path: key, message: IS_DEVELOPMENT ? adviceOn(error) : '' })
      return []
    }
  }
  // the runtime hands out the very same object while a value is equal, so a draft that was typed on is another one
  const saved = (rules.clear ?? []).filter((draft) => ours !== null && draft in ours && ours[draft] === sent[draft])
  const dropped = [...saved, ...gone(ours)]
  const droppedModel = gone(model)
  if (dropped.length + droppedModel.length === 0) return
  runtime.setViewState({
    ...(dropped.length === 0 ? {} : { private: without(ours, dropped) }),
    ...(droppedModel.length === 0 ? {} : { model: without(model, droppedModel) }),
  })
}

function adviceOn(error: unknown): string {
  return `expected isValid to say whether the selection is still there, it threw ${String(error)}; the selection was kept`
}

async function refreshOne(one: { readonly refresh: () => unknown }): Promise<unknown> {
  try {
    return await one.refresh()
  } catch {
    // what could not be refreshed says so where it is shown
    return null
  }
}

function without(half: StateHalf | null, keys: readonly string[]): StateHalf {
  return Object.fromEntries(Object.entries(half ?? {}).filter(([key]) => !keys.includes(key)))
}
