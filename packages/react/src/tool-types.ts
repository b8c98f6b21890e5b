import type { ToolEffect, TypedTool } from '@lockstep/contract'

/** `any` would make everything `any`, so it counts as nothing. */
type Known<T> = 0 extends 1 & T ? never : T
/** What a function gives; anything else is itself. */
type Given<T> = Known<T> extends (...parts: never) => infer Result ? Awaited<Known<Result>> : Awaited<Known<T>>
/** The tools in a value: itself, an array's members, a record's. A name that is not known at compile time is no tool one could call. */
type Members<T> = T extends TypedTool ? Named<T> : T extends readonly (infer Member)[] ? Named<Member> : T extends object ? Named<T[keyof T]> : never
type Named<T> = T extends TypedTool ? (string extends T['name'] ? never : T) : never
type Here<T> = Members<T> | (T extends { readonly tools: infer Held } ? Members<Held> : never)
type Below<T> = T extends TypedTool | readonly unknown[] ? never : T extends object ? { [Key in keyof T]: Here<Given<T[Key]>> }[keyof T] : never

/**
 * The tools that a type holds: what `app.tool(…)` answered, an array or object of it (null members are passed over), an object with such a `tools`,
 * a module's namespace (`import type * as server`), or a function or promise that gives one of these.
 */
export type ToolsOf<Source> = Here<Given<Source>> | Below<Given<Source>>

/** What `createView` answers for a type without tools: any use of it is a compile error that says so, because an interface is told with its parameter. */
export interface NoToolsFound<
  Advice extends string = 'createView<typeof server>() takes the type of a module, object, array or function that holds what app.tool(…) answered',
> {
  readonly advice: Advice
}

type TypesOf<Tool extends TypedTool> = NonNullable<Tool['~types']>

/** What tools take and give, by name. */
export type ToolTypes = Readonly<Record<string, { readonly input: unknown; readonly output: unknown; readonly private: unknown }>>
export type TypesByName<Tools extends TypedTool> = { readonly [Tool in Tools as Tool['name']]: TypesOf<Tool> }
/** Names of the tools with one of these effects. */
export type NameOf<Tools extends TypedTool, Effect extends ToolEffect> = Extract<Tools, { readonly effect: Effect }>['name']
export type OutputOf<Tool extends TypedTool> = TypesOf<Tool>['output']
export type PrivateOf<Tool extends TypedTool> = TypesOf<Tool>['private']
/** Names of the views that tools are bound to. */
export type ViewNameOf<Tools extends TypedTool> = Extract<TypesOf<Tools>['view'], string>
/** The tools whose results a view renders. */
export type BoundTo<Tools extends TypedTool, ViewName extends string> = Tools extends TypedTool
  ? [Extract<TypesOf<Tools>['view'], string>] extends [never]
    ? never
    : ViewName extends Extract<TypesOf<Tools>['view'], string>
      ? Tools
      : never
  : never
