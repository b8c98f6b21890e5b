/** Somebody who can sign in by pressing a button. */
export interface DevUser {
  /** Becomes `sub`. */
  id: string
  name: string
  /** Default `<id>@example.com`. */
  email?: string
}

export interface DevAuthOptions {
  /** Default DEV_AUTH_PORT; 0 = any free port. */
  port?: number
  /** Default DEV_USERS. */
  users?: readonly DevUser[]
  /** Scopes that resources have; others are not given. Default: whatever is asked for. */
  scopes?: readonly string[]
  /** Resources that tokens may be for. Default: every URL on loopback. */
  resources?: readonly string[]
  /** Client id metadata documents by their address. None is ever fetched: a client whose document is not here is unknown. Default: LOCAL_CLIENT_DOCUMENTS. */
  clientDocuments?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Seconds an access token lasts. Default 3600. */
  tokenTtlS?: number
  /** Gets the lines that say what this is. Default: standard error. */
  log?: (line: string) => void
}

/** Port of a development authorization server beside the local ChatGPT (4700, 4701). */
export const DEV_AUTH_PORT = 4702

export const DEV_USERS: readonly DevUser[] = [
  { id: 'ada', name: 'Ada Lovelace' },
  { id: 'grace', name: 'Grace Hopper' },
]

/** A public client that needs no registration; any address on loopback may be its redirect. */
export const DEV_CLIENT_ID = 'lockstep-dev'

/** The client id that ChatGPT comes with. @see developers.openai.com/plugins/build/auth (checked 2026-11-21) */
const CHATGPT_CLIENT_ID = 'https://chatgpt.com/oauth/client.json'

const PUBLIC_CLIENT = {
  application_type: 'native',
  redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
} as const

/** A document under ChatGPT's client id that leads back to loopback, so that the local ChatGPT signs in the way the real one does. */
export const LOCAL_CLIENT_DOCUMENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  [CHATGPT_CLIENT_ID]: { ...PUBLIC_CLIENT, client_id: CHATGPT_CLIENT_ID, client_name: 'ChatGPT (local)' },
}

/** The client of DEV_CLIENT_ID as its registration. */
export const DEV_CLIENT = {
  ...PUBLIC_CLIENT,
  redirect_uris: [...PUBLIC_CLIENT.redirect_uris],
  grant_types: [...PUBLIC_CLIENT.grant_types],
  response_types: [...PUBLIC_CLIENT.response_types],
  client_id: DEV_CLIENT_ID,
  client_name: 'Lockstep development client',
}
