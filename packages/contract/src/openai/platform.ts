/** Fixed addresses of ChatGPT. @see developers.openai.com/plugins/build/auth; /plugins/deploy/submission; apps-sdk docs 2025 for the origin (checked 2026-11-21) */
export const CHATGPT_ADDRESSES = {
  /** Its client id where the authorization server takes client id metadata documents. */
  oauthClientId: 'https://chatgpt.com/oauth/client.json',
  /** Redirect where the authorization server sends `iss` (RFC 9207). */
  oauthRedirect: 'https://chatgpt.com/connector_platform_oauth_redirect',
  /** Else this one, with a callback id appended. */
  oauthRedirectPrefix: 'https://chatgpt.com/connector/oauth/',
  /** Subject alternative name of its client certificate, for servers that ask for one. */
  mtlsName: 'mtls.prod.connectors.openai.com',
  /** Where views without a domain of their own run. */
  sandboxOrigin: 'https://web-sandbox.oaiusercontent.com',
  /** Path under which a server proves that it is the submitter's. */
  challengePath: '/.well-known/openai-apps-challenge',
} as const

/** Output of the tool marked `openai/profile`: these members and no others. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export interface ProfileOutput {
  id: string
  name?: string
  email?: string
  nickname?: string
}

/** Outputs of the two tools of company knowledge, `search({ query })` and `fetch({ id })`; `content` repeats each as JSON text. */
export interface SearchOutput {
  results: Array<{ id: string; title: string; url: string }>
}
export interface FetchOutput {
  id: string
  title: string
  text: string
  url: string
  metadata?: Record<string, unknown>
}
