import type { TypedTool } from '@lockstep/contract'
import type { ToolOutcome } from './tool-outcome.ts'
import type { BoundTo, NameOf, NoToolsFound, OutputOf, PrivateOf, ToolsOf, ToolTypes, TypesByName, ViewNameOf } from './tool-types.ts'
import { useOutcome, useTool } from './use-tool.ts'
import { useRead, type Read, type ReadOptions } from './use-read.ts'
import { useWrite, type Write, type WriteOptions } from './use-write.ts'

type OutcomeOf<Tool extends TypedTool> = Tool extends TypedTool ? ToolOutcome<OutputOf<Tool>, PrivateOf<Tool>> : never

/** The hooks that know a server's tools, by their names: `Types` has what each takes and gives. */
export interface ViewHooks<Types extends ToolTypes, ReadName extends keyof Types & string, WriteName extends keyof Types & string, Result> {
  /** The result that this view renders; null until it arrives: render a skeleton. One of the tools' that are bound to the view. */
  readonly useToolResult: () => Result | null
  /** Data that a read tool gives, fetched by the view. */
  readonly useRead: <Name extends ReadName>(
    tool: Name,
    input: Types[Name]['input'],
    options?: ReadOptions<Types[Name]['output'], Types[Name]['private']>,
  ) => Read<Types[Name]['output'], Types[Name]['private']>
  /** A change that a person makes, safe to repeat. */
  readonly useWrite: <Name extends WriteName>(
    tool: Name,
    options?: WriteOptions<Types[Name]['input'], Types[Name]['output']>,
  ) => Write<Types[Name]['input'], Types[Name]['output'], Types[Name]['private']>
  /** One call of any tool; never rejects. For writes a person makes prefer `useWrite`: this one repeats nothing and keeps nothing. */
  readonly useTool: <Name extends keyof Types & string>(
    tool: Name,
  ) => (input: Types[Name]['input']) => Promise<ToolOutcome<Types[Name]['output'], Types[Name]['private']>>
}

/** What depends on all tools together is found out here, once, and not at each use of a hook. */
type HooksFor<Tools extends TypedTool, ViewName extends string> = ViewHooks<
  TypesByName<Tools>,
  NameOf<Tools, 'read'>,
  NameOf<Tools, 'write' | 'destroy'>,
  [BoundTo<Tools, ViewName>] extends [never] ? ToolOutcome : OutcomeOf<BoundTo<Tools, ViewName>>
>

/** `ViewHooks` by the type that holds the tools. */
export type HooksOf<Source, ViewName extends string = ViewNameOf<ToolsOf<Source>>> = [ToolsOf<Source>] extends [never]
  ? NoToolsFound
  : HooksFor<ToolsOf<Source>, ViewName>

/**
 * Hooks whose tool names, inputs and answers are those the server declared, learned by type import alone:
 *
 *     import type * as server from '../server/app.ts'
 *     export const { useToolResult, useWrite } = createView<typeof server, 'notes'>()
 *
 * The second parameter names the view, so that `useToolResult` gives the results of its tools only. `lockstep build` bundles the hooks that are taken
 * out like this and no other. With another bundler a view that counts every byte may type a hook by itself:
 * `export const useToolResult: HooksOf<typeof server>['useToolResult'] = useOutcome`.
 */
export function createView<Source, ViewName extends ViewNameOf<ToolsOf<Source>> = ViewNameOf<ToolsOf<Source>>>(): HooksOf<Source, ViewName> {
  return HOOKS as HooksOf<Source, ViewName>
}

const HOOKS: unknown = { useToolResult: useOutcome, useRead, useWrite, useTool }
