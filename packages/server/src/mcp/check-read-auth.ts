import { ERROR_META, isRecord } from '@lockstep/contract'
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { AuthSettings } from '../auth/auth-options.ts'
import type { AuthScheme, ToolAuth } from '../auth/auth.ts'
import { checkToolAuth } from '../auth/check-tool-auth.ts'

/** Whether this caller may have a prompt or a resource: by the rule of tools, so with sign-in what says nothing needs a token. */
export function mayRead(declared: readonly AuthScheme[] | undefined, auth: ToolAuth | null, settings: AuthSettings | null): boolean {
  return checkToolAuth(declared, auth, settings) === null
}

/** @throws {ProtocolError} with `data.code` `auth_required`, why, and the scopes to ask for. */
export function checkReadAuth(declared: readonly AuthScheme[] | undefined, auth: ToolAuth | null, settings: AuthSettings | null): void {
  const denied = checkToolAuth(declared, auth, settings)
  if (denied === null) return
  const why = denied._meta?.[ERROR_META]
  const { reason, scopes } = isRecord(why) ? why : {}
  const message = auth === null ? 'Sign in to have this.' : 'This needs your agreement to more than you signed in for.'
  const facts = { code: 'auth_required', reason, ...(scopes === undefined ? {} : { scopes }) }
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, message, facts)
}
