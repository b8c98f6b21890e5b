import { useEffect, useState } from 'preact/hooks'
import { initialPageState, reducePage, type PageEvent, type PageState } from '../../src/page/page-state.ts'

export interface PageStore {
  getState(): PageState
  dispatch(event: PageEvent): void
  subscribe(listener: () => void): () => void
}

/** The page's one store: event -> `reducePage` -> state -> listeners. */
export function createStore(isInspectorOpen: boolean): PageStore {
  let state = initialPageState(isInspectorOpen)
  const listeners = new Set<() => void>()
  return {
    getState: () => state,
    dispatch(event) {
      const next = reducePage(state, event)
      if (next === state) return
      state = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The store's state; draws the component again when it changes. */
export function useStoreState(store: PageStore): PageState {
  const [state, setState] = useState(store.getState)
  useEffect(() => {
    const update = (): void => setState(store.getState())
    update()
    return store.subscribe(update)
  }, [store])
  return state
}
