/**
 * What a declared tool tells a view at compile time. Types only: a view imports the server's declaration by `import type`, so that no server
 * code is ever bundled, and none is generated.
 */

/** `read` changes nothing; `write` adds or changes; `destroy` deletes, overwrites or cannot be taken back. */
export type ToolEffect = 'read' | 'write' | 'destroy'

/** The carrier of a tool's types; the `~types` member never exists at run time. */
export interface TypedTool<
  Name extends string = string,
  Input = unknown,
  Output = unknown,
  Private = unknown,
  Effect extends ToolEffect = ToolEffect,
  ViewName extends string | null = string | null,
> {
  readonly name: Name
  readonly effect: Effect
  readonly '~types'?: { readonly input: Input; readonly output: Output; readonly private: Private; readonly view: ViewName }
}
