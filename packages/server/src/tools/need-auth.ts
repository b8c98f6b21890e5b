import { ToolRefusal } from './tool-refusal.ts'

export interface NeedAuthOptions {
  /** Scopes that a token must have for this; default: just a valid token. */
  scopes?: readonly string[]
  /** What the person reads: why they should sign in. Default "Sign in to continue." */
  description?: string
}

/** A refusal that makes the host offer sign-in, or the grant of more scopes. */
export class AuthNeeded extends ToolRefusal {
  readonly scopes: readonly string[]

  constructor({ scopes = [], description = 'Sign in to continue.' }: NeedAuthOptions) {
    super('auth_required', description, scopes.length === 0 ? {} : { data: { scopes } })
    this.name = 'AuthNeeded'
    this.scopes = scopes
  }
}

/**
 * Makes what a tool throws when only the handler can tell that a sign-in, or one with more scopes, is needed: the text of the answer, and the
 * challenge in `_meta['mcp/www_authenticate']`. Like every refusal it says that nothing was changed.
 */
export function needAuth(options: NeedAuthOptions = {}): AuthNeeded {
  return new AuthNeeded(options)
}
