import type { ToolEffect, ToolVisibility, TypedTool } from '@lockstep/contract'
import type { InputRequiredResult, ServerContext } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import type { AuthScheme, ToolAuth } from '../auth/auth.ts'
import type { Around } from './around.ts'
import type { View } from '../views/view.ts'
import type { ConfirmRule } from './confirm.ts'
import type { OnceRule, Operation } from './operation.ts'
import type { Reply } from './reply.ts'
import type { RequestHints } from './request-hints.ts'
import type { ToolRefusal } from './tool-refusal.ts'

export type { ToolEffect }

export interface ToolContext extends RequestHints {
  /** The address the call came from, or undefined when its sender is gone: as a rule the host's, so one address is many people. */
  remoteAddress: string | undefined
  /**
   * Aborts when the tool's time is up, or when the caller cancels or goes away. Not the latter in the handler of a write whose repeats are known: its
   * retry may be on the way, and gets the answer of this very run.
   */
  signal: AbortSignal
  /** Milliseconds since the epoch, of the app's clock. */
  now: number
  /** Who calls, proved by a token; null where the app has no sign-in, or the tool may be called without. */
  auth: ToolAuth | null
  /** The operation that this call of a write tool is; null for a tool that reads or keeps its own count (`once: 'own'`), and outside the handler. */
  operation: Operation | null
  /** The SDK's own context: progress, log, elicitation and what else the protocol has. Null when called without a wire. */
  mcp: ServerContext | null
}

export interface ToolOptions<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
  Private extends z.ZodObject = z.ZodObject,
  Effect extends ToolEffect = ToolEffect,
  ToolView extends View | undefined = View | undefined,
> {
  /** What people see. */
  title: string
  /** What the model chooses by: "Use this when …". */
  description: string
  effect: Effect
  /** True = the same call again changes nothing more. Default: true for `read`, else false. */
  idempotent?: boolean
  /** True = reaches the public internet or other open-ended things. Default false. */
  openWorld?: boolean
  /** Why each hint is as it is, for the submission; never sent. */
  justification?: Partial<Record<'readOnlyHint' | 'destructiveHint' | 'idempotentHint' | 'openWorldHint', string>>
  /** Who may call it. Default both. */
  visibility?: readonly ToolVisibility[]
  /** A strict object; unknown members are refused. */
  input: Input
  /** How an input that breaks the schema is told, `raw` as it came. Default: `invalid_request` with the path of the first fault. */
  fault?: (error: z.ZodError, raw: unknown) => ToolRefusal
  /** What it does not declare is never sent: z.strictObject refuses such an answer, z.object drops the member. */
  output: Output
  /** Shape of the answer's `private` part, for the view's types; parsed like the output. Default: any record. */
  private?: Private
  /** The view that renders this tool's results. */
  view?: ToolView
  /** Shown while it runs and after; at most 64 characters each. */
  status?: readonly [invoking: string, invoked: string]
  /** Names of top-level inputs that are files; their schema is `fileInput` or an array of it. */
  files?: readonly string[]
  /** Who may call it: any of these. Default: whatever the app's sign-in says; without sign-in anybody. */
  auth?: readonly AuthScheme[]
  /** Where ChatGPT offers it outside a conversation. @see OpenAI MCP Extensions 0.2.0 (checked 2026-11-21) */
  entrypoints?: ReadonlyArray<{ type: 'global' } | { type: 'thread' } | { type: 'file'; extensions: readonly string[] }>
  /** How a person agrees before a `destroy` tool runs. `host` leaves it to the host's own question. Required for `destroy` tools the model may call. */
  confirm?: ConfirmRule<z.output<Input>>
  /** How a repeated call is met; for write and destroy tools. Default: `DEFAULT_ONCE`. `own` = the tool sees to it, as a synced document does. */
  once?: OnceRule
  /** Milliseconds after which the call is answered with `timed_out` and its signal aborted. Default TOOL_TIMEOUT_MS. */
  timeoutMs?: number
}

/** A reply, or the protocol's wish for more input, which goes out as it is and brings the same call back with the answers. */
export type ToolAnswer<Model = unknown, Private = Readonly<Record<string, unknown>>> = Reply<Model, Private> | InputRequiredResult

export type ToolHandler<Input extends z.ZodObject, Output extends z.ZodObject, Private extends z.ZodObject = z.ZodObject> = (
  input: z.output<Input>,
  context: ToolContext,
) => ToolAnswer<z.input<Output>, z.input<Private>> | Promise<ToolAnswer<z.input<Output>, z.input<Private>>>

/** Declares a tool and infers all its types. */
export type DeclareTool = <
  const Name extends string,
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  const Effect extends ToolEffect,
  ToolView extends View | undefined = undefined,
  Private extends z.ZodObject = z.ZodObject,
>(
  name: Name,
  options: ToolOptions<Input, Output, Private, Effect, ToolView>,
  handler: ToolHandler<Input, Output, Private>,
) => TypedTool<Name, z.input<Input>, z.output<Output>, z.output<Private>, Effect, ToolView extends View<infer ViewName> ? ViewName : null>

/** A declared tool with its types erased: `run` takes parsed input and gives unparsed output. */
export interface Tool {
  name: string
  options: ToolOptions
  inputJson: Record<string, unknown>
  outputJson: Record<string, unknown>
  /** The app's middleware, outermost first; it may grow later. */
  around: readonly Around[]
  /** The handler. */
  run(input: unknown, context: ToolContext): Promise<ToolAnswer>
}
