import type { ViewActions } from '../view-actions/create-view-actions.ts'
import type { ViewCall } from './view-call.ts'

/** Serves one method: what it takes is parsed here, what it means is the actions'. */
export type MethodHandler = (actions: ViewActions, params: Record<string, unknown>, call: ViewCall) => unknown

/** Method name -> handler. */
export type MethodTable = Readonly<Record<string, MethodHandler>>

/** Arguments of a method of `window.openai`, as the shim sends them. */
export function argumentsOf(params: Record<string, unknown>): readonly unknown[] {
  return Array.isArray(params['args']) ? params['args'] : []
}
