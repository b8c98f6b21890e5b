import { ProtocolError, ProtocolErrorCode, type CompleteRequest, type CompleteResult } from '@modelcontextprotocol/server'
import type { AuthSettings } from '../auth/auth-options.ts'
import { checkReadAuth } from './check-read-auth.ts'
import type { Prompt } from './prompts.ts'
import type { RequestContext } from './request-context.ts'
import type { Resource } from './resources.ts'

/** @see MCP specification 2026-07-28, completion (checked 2026-11-21) */
const VALUES_MAX = 100

/** Suggests values for what was typed so far; `others` holds the arguments that are filled in already. */
export type Completer = (
  typed: string,
  others: Readonly<Record<string, string>>,
  context: RequestContext,
) => readonly string[] | Promise<readonly string[]>

export type Completers = Readonly<Record<string, Completer>>

export interface Completable {
  prompts: ReadonlyMap<string, Prompt>
  resources: ReadonlyMap<string, Resource>
}

/** Whether anything here can be completed, which is when the capability is announced. */
export function isCompletable({ prompts, resources }: Completable): boolean {
  return [...prompts.values(), ...resources.values()].some(({ complete }) => Object.keys(complete).length > 0)
}

/**
 * Answers completion/complete. An argument without a completer has no suggestions; a name that nobody declared is refused, and so is a caller
 * who may not have the thing itself.
 */
export async function complete(
  params: CompleteRequest['params'],
  declared: Completable & { auth: AuthSettings | null },
  context: RequestContext,
): Promise<CompleteResult> {
  const { ref, argument } = params
  const target = ref.type === 'ref/prompt' ? declared.prompts.get(ref.name) : declared.resources.get(ref.uri)
  if (target === undefined) {
    const name = ref.type === 'ref/prompt' ? `Prompt ${ref.name}` : `Resource template ${ref.uri}`
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${name} not found`)
  }
  checkReadAuth(target.auth, context.auth, declared.auth)
  const completer = Object.hasOwn(target.complete, argument.name) ? target.complete[argument.name] : undefined
  const values = completer === undefined ? [] : await completer(argument.value, params.context?.arguments ?? {}, context)
  return { completion: { values: values.slice(0, VALUES_MAX), total: values.length, hasMore: values.length > VALUES_MAX } }
}
