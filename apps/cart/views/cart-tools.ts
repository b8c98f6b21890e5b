import { useTool, type HooksOf, type ToolFailure } from '@lockstep/react'
import type { declareCartTools } from '../server/cart-tools.ts'

/** Calls one of the cart's tools: its name, its arguments and its answer are what the server declares. */
export const useCartTool: HooksOf<typeof declareCartTools>['useTool'] = useTool

/** True when it is not known whether the shop did it: the call got no answer from it. */
export function isUnanswered(failure: ToolFailure): boolean {
  return failure.code.startsWith('VIEW_')
}
