import { ERROR_META } from '@lockstep/contract'
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { AuthSettings } from './auth-options.ts'

/** Result `_meta` key that makes ChatGPT show its sign-in. @see developers.openai.com/plugins/build/auth (checked 2026-11-21) */
const WWW_AUTHENTICATE_META = 'mcp/www_authenticate'

/** What the client is to ask its authorization server for, and why. */
export interface Challenge {
  /** RFC 6750 section 3.1; absent = nothing was presented, so nothing is wrong with it. */
  error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope'
  /** One sentence for a person. */
  description?: string
  /** The whole set to ask for, not only what is missing: a new token replaces the old one. */
  scopes?: readonly string[]
}

/** The value of a `WWW-Authenticate` header (RFC 6750, RFC 9728). */
export function challenge(settings: Pick<AuthSettings, 'resourceMetadataUrl'>, { error, description, scopes = [] }: Challenge): string {
  const members = [
    `resource_metadata="${quotable(settings.resourceMetadataUrl)}"`,
    ...(error === undefined ? [] : [`error="${error}"`]),
    ...(description === undefined ? [] : [`error_description="${quotable(description)}"`]),
    ...(scopes.length === 0 ? [] : [`scope="${quotable(scopes.join(' '))}"`]),
  ]
  return `Bearer ${members.join(', ')}`
}

/** Why a tool did not run for this caller. */
export interface AuthRefusal {
  reason: 'signed_out' | 'insufficient_scope'
  /** One sentence for a person. */
  description: string
  /** As in `Challenge`. */
  scopes?: readonly string[]
}

/**
 * A tool's answer to a caller who has to sign in, or to agree to more: what ChatGPT turns into its sign-in card. That needs an `error` and an
 * `error_description`, and its own sample says `insufficient_scope` to somebody without a token too. Views get `auth_required` either way, which the
 * sync engine knows, and why. Null settings = an app without sign-in.
 * @see developers.openai.com/plugins/build/auth (checked 2026-11-21)
 */
export function authChallengeResult(settings: Pick<AuthSettings, 'resourceMetadataUrl'> | null, refusal: AuthRefusal): CallToolResult {
  const { reason, description, scopes = [] } = refusal
  const header = settings === null ? {} : { [WWW_AUTHENTICATE_META]: [challenge(settings, { error: 'insufficient_scope', description, scopes })] }
  return {
    isError: true,
    content: [{ type: 'text', text: description }],
    _meta: {
      ...header,
      [ERROR_META]: { code: 'auth_required', reason, message: description, ...(scopes.length === 0 ? {} : { scopes: [...scopes] }) },
    },
  }
}

/** The grammar of a quoted error_description: printable ASCII without quote and backslash, so that no text of an app ends the string. */
function quotable(text: string): string {
  return text.replaceAll('"', "'").replace(/[^\x20-\x5b\x5d-\x7e]/g, ' ')
}
