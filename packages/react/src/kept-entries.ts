import { isRecord } from '@lockstep/contract'
import type { ViewRuntime } from '@lockstep/view'

/** A part of the private view state that is ours: entries by key, under one member. */
type State = Pick<ViewRuntime, 'getSnapshot' | 'setViewState'>

/** What is kept under `home`, as found. */
export function keptEntries(runtime: Pick<State, 'getSnapshot'>, home: string): Record<string, unknown> {
  const entries = runtime.getSnapshot().viewState.private?.[home]
  return isRecord(entries) ? entries : {}
}

/** Puts an entry, or with null takes it away; the member goes with its last one. When this returns, the host has it. */
export function writeEntry(runtime: State, home: string, key: string, entry: object | null): void {
  const { [key]: _old, ...others } = keptEntries(runtime, home)
  const entries = entry === null ? others : { ...others, [key]: entry }
  const { [home]: _before, ...rest } = runtime.getSnapshot().viewState.private ?? {}
  runtime.setViewState({ private: Object.keys(entries).length === 0 ? rest : { ...rest, [home]: entries } })
}
