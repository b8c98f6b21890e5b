import type { ToolVisibility } from '@lockstep/contract'
import type { z } from 'zod'
import type { View } from '../views/view.ts'
import type { Reply } from './reply.ts'
import type { RequestHints } from './request-hints.ts'
import type { ToolRefusal } from './tool-refusal.ts'

/** `read` changes nothing; `write` adds or changes; `destroy` deletes, overwrites or cannot be taken back. */
export type ToolEffect = 'read' | 'write' | 'destroy'

export interface ToolContext extends RequestHints {
  /** The address the call came from, or undefined when its sender is gone: as a rule the host's, so one address is many people. */
  remoteAddress: string | undefined
  /** Aborts when the caller cancels or goes away. */
  signal: AbortSignal
  /** Milliseconds since the epoch, of the app's clock. */
  now: number
}

export interface ToolOptions<Input extends z.ZodObject, Output extends z.ZodObject> {
  /** What people see. */
  title: string
  /** What the model chooses by: "Use this when …". */
  description: string
  effect: ToolEffect
  /** True = the same call again changes nothing more. Default: true for `read`, else false. */
  idempotent?: boolean
  /** True = reaches the public internet or other open-ended things. Default false. */
  openWorld?: boolean
  /** Who may call it. Default both. */
  visibility?: readonly ToolVisibility[]
  /** A strict object; unknown members are refused. */
  input: Input
  /** How an input that breaks the schema is told, `raw` as it came. Default: `invalid_request` with the path of the first fault. */
  fault?: (error: z.ZodError, raw: unknown) => ToolRefusal
  /** What it does not declare is never sent: z.strictObject refuses such an answer, z.object drops the member. */
  output: Output
  /** The view that renders this tool's results. */
  view?: View
  /** Shown while it runs and after; at most 64 characters each. */
  status?: readonly [invoking: string, invoked: string]
}

export type ToolHandler<Input extends z.ZodObject, Output extends z.ZodObject> = (
  input: z.output<Input>,
  context: ToolContext,
) => Reply<z.input<Output>> | Promise<Reply<z.input<Output>>>

/** A declared tool with its types erased: `run` takes parsed input and gives unparsed output. */
export interface Tool {
  name: string
  options: ToolOptions<z.ZodObject, z.ZodObject>
  inputJson: Record<string, unknown>
  outputJson: Record<string, unknown>
  run(input: unknown, context: ToolContext): Promise<Reply<unknown>>
}
