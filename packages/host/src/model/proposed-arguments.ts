import type { ModelMessage, ToolForModel } from './model.ts'
import { seenValue } from './resolve-arguments.ts'
import { recordOr } from '../core/record-or.ts'

/** What the model has seen under the parameters' names: ids and the like, which nobody wants to type. */
export function proposedArguments(tool: ToolForModel, messages: readonly ModelMessage[]): Record<string, unknown> {
  const properties = recordOr(tool.inputSchema['properties'])
  const entries = Object.keys(properties).map((name) => [name, seenValue(name, messages)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null))
}
