import type { StateHalf, ViewRuntime } from '@lockstep/view'

/** What is brought in line with a write that succeeded, in this order. */
export interface Reconcile<Data> {
  /** Asked anew: what `useRead` and `useDocument` answered, or anything that can refresh itself. One that fails keeps the others. */
  refresh?: ReadonlyArray<{ readonly refresh: () => unknown }>
  /** Keys of the private view state whose draft is now saved; one that the person changed since the write was sent stays. */
  clear?: readonly string[]
  /** The key of the view state, in either half, that holds a selection; dropped when what it names is gone. Kept where the answer itself was not. */
  selection?: { readonly key: string; readonly isValid: (selected: unknown, data: Readonly<Data>, refreshed: readonly unknown[]) => boolean }
}

type State = Pick<ViewRuntime, 'getSnapshot' | 'setViewState'>

/** The private half at the time of sending, to know later which drafts are still the ones that were saved. */
export function draftsOf(runtime: State): StateHalf {
  return runtime.getSnapshot().viewState.private ?? {}
}

/** Never rejects: the write is done, whatever becomes of this. */
export async function reconcile<Data>(runtime: State, rules: Reconcile<Data>, sent: StateHalf, data: Readonly<Data> | null): Promise<void> {
  const refreshed = await Promise.all((rules.refresh ?? []).map(async (one) => refreshOne(one)))
  const { private: ours, model } = runtime.getSnapshot().viewState
  const { key, isValid } = rules.selection ?? { key: null, isValid: () => true }
  const isGone = (half: StateHalf | null) => key !== null && data !== null && half !== null && key in half && !isValid(half[key], data, refreshed)
  // the runtime hands out the very same object while a value is equal, so a draft that was typed on is another one
  const saved = (rules.clear ?? []).filter((draft) => ours !== null && draft in ours && ours[draft] === sent[draft])
  const dropped = [...saved, ...(isGone(ours) && key !== null ? [key] : [])]
  const dropsModel = isGone(model)
  if (dropped.length === 0 && !dropsModel) return
  runtime.setViewState({
    ...(dropped.length === 0 ? {} : { private: without(ours, dropped) }),
    ...(dropsModel && key !== null ? { model: without(model, [key]) } : {}),
  })
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
