import { useSyncExternalStore } from 'react'
import type { ToolResult } from '@lockstep/contract'
import type { ViewHostContext, ViewRuntime, ViewSnapshot } from '@lockstep/view'
import { useViewServices } from './view-context.ts'

/** The runtime itself, for what no hook covers. */
export function useRuntime(): ViewRuntime {
  return useViewServices().runtime
}

/** Everything the host told; renders again when any of it changes. */
export function useView(): ViewSnapshot {
  return useViewPart(whole)
}

/** The tool result that mounted or refreshed this view; null until it arrives: render a skeleton. */
export function useToolResult(): Readonly<ToolResult> | null {
  return useViewPart(toolResult)
}

export function useHostContext(): ViewHostContext {
  return useViewPart(hostContext)
}

/** `select` must be stable; equal parts keep their identity, so the component renders only when its part changes. */
export function useViewPart<T>(select: (snapshot: ViewSnapshot) => T): T {
  const { subscribe, getSnapshot } = useRuntime()
  const get = () => select(getSnapshot())
  return useSyncExternalStore(subscribe, get, get)
}

const whole = (snapshot: ViewSnapshot) => snapshot
const toolResult = (snapshot: ViewSnapshot) => snapshot.toolResult
const hostContext = (snapshot: ViewSnapshot) => snapshot.hostContext
