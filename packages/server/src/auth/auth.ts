/** One way to be allowed: without sign-in, or with a token of all these scopes. @see developers.openai.com/plugins/build/auth (checked 2026-11-21) */
export type AuthScheme = { readonly type: 'noauth' } | { readonly type: 'oauth2'; readonly scopes?: readonly string[] }

/** Who calls, as a verified token says it. */
export interface ToolAuth {
  /** The token's `sub`: unique within its issuer only. */
  readonly subject: string
  readonly issuer: string
  /** Issuer and subject in one string: the key of what belongs to this person. */
  readonly userKey: string
  readonly scopes: readonly string[]
  /** The token's OAuth client, when it names one. */
  readonly clientId: string | null
  /** Verified claims, for what else a token carries; never sent on. */
  readonly claims: Readonly<Record<string, unknown>>
}
