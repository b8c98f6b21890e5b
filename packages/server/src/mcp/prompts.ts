import { AppError } from '@lockstep/contract'
import type { GetPromptResult, InputRequiredResult, Prompt as WirePrompt, PromptMessage } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { AuthScheme } from '../auth/auth.ts'
import type { Completers } from './complete.ts'
import type { RequestContext } from './request-context.ts'

const PROMPT_NAME = /^[A-Za-z0-9_.-]{1,128}$/

export interface PromptOptions<Arguments extends z.ZodObject = z.ZodObject> {
  /** What people see in the menu of prompts. */
  title: string
  description: string
  /** A strict object; on the wire each argument is a string, so a number is written `z.coerce.number()`. Default: none. */
  arguments?: Arguments
  /** Suggestions while somebody types, by argument. */
  complete?: Completers
  /** Who may have it: any of these. Default: with sign-in whoever is signed in, else anybody. */
  auth?: readonly AuthScheme[]
}

/** A text is one message of the user. */
export type PromptReply = string | { description?: string; messages: PromptMessage[] }

export type PromptHandler<Arguments extends z.ZodObject> = (
  input: z.output<Arguments>,
  context: RequestContext,
) => PromptReply | InputRequiredResult | Promise<PromptReply | InputRequiredResult>

/** A declared prompt with its types erased. */
export interface Prompt {
  readonly name: string
  readonly arguments: z.ZodObject
  readonly complete: Completers
  readonly auth: readonly AuthScheme[] | undefined
  /** One item of prompts/list. */
  readonly descriptor: WirePrompt
  run(input: unknown, context: RequestContext): Promise<GetPromptResult | InputRequiredResult>
}

/** @throws {AppError} PROMPT_INVALID (blame user). */
export function declarePrompt<Arguments extends z.ZodObject>(
  name: string,
  options: PromptOptions<Arguments>,
  handler: PromptHandler<Arguments>,
): Prompt {
  const declared: z.ZodObject = options.arguments ?? z.strictObject({})
  const problem = problemOf(name, options, declared)
  if (problem !== null) throw new AppError('PROMPT_INVALID', `Prompt '${name}': ${problem}`, { blame: 'user', data: { prompt: name } })
  return {
    name,
    arguments: declared,
    complete: options.complete ?? {},
    auth: options.auth,
    descriptor: { name, title: options.title, description: options.description, arguments: argumentsOf(declared) },
    // the border parses with the schema just before this call; the type is known there and lost on the way
    run: async (input, context) => promptResult(await handler(input as z.output<Arguments>, context)),
  }
}

function promptResult(answer: PromptReply | InputRequiredResult): GetPromptResult | InputRequiredResult {
  return typeof answer === 'string' ? { messages: [{ role: 'user', content: { type: 'text', text: answer } }] } : answer
}

function problemOf(name: string, options: { title: string; description: string; complete?: Completers }, declared: z.ZodObject): string | null {
  if (!PROMPT_NAME.test(name)) return 'expected a name of 1 to 128 letters, digits, dots, dashes and underscores.'
  if (options.title.trim() === '') return 'expected a title, got an empty one.'
  if (options.description.trim() === '') return 'expected a description that says what it is for, got an empty one.'
  if (!(declared.def.catchall instanceof z.ZodNever)) return 'expected arguments to be z.strictObject, so that unknown members are refused.'
  const stray = Object.keys(options.complete ?? {}).find((argument) => !Object.hasOwn(declared.shape, argument))
  return stray === undefined ? null : `expected complete to name its arguments, got '${stray}'.`
}

function argumentsOf(declared: z.ZodObject): NonNullable<WirePrompt['arguments']> {
  return Object.entries(declared.shape).map(([name, schema]) => {
    const description = z.globalRegistry.get(schema)?.description
    return { name, ...(description === undefined ? {} : { description }), required: !schema.safeParse(undefined).success }
  })
}
