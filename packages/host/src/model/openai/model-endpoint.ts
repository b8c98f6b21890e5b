import { AppError } from '@lockstep/contract'

/** Where a language model answers. */
export interface ModelEndpoint {
  /** Base URL of an OpenAI-compatible API, such as `http://localhost:11434/v1`. */
  url: string
  /** Sent as bearer token; null where the endpoint wants none. Never in state, log or URL. */
  key: string | null
  model: string
}

/** Of OpenAI's own API, for a model that is named without an address. */
const OPENAI_URL = 'https://api.openai.com/v1'

/**
 * The endpoint that the environment names; null when it names no model: nothing is sent anywhere unless somebody asked for it.
 * `LOCKSTEP_MODEL`, `LOCKSTEP_MODEL_URL` and `LOCKSTEP_MODEL_KEY` come before `OPENAI_MODEL`, `OPENAI_BASE_URL` and `OPENAI_API_KEY`. A key goes only to the
 * address it was meant for: with LOCKSTEP_MODEL_URL set, OPENAI_API_KEY stays unused.
 * @throws {AppError} HOST_BAD_MODEL_URL
 */
export function modelEndpointFrom(env: Readonly<Record<string, string | undefined>>): ModelEndpoint | null {
  const model = given(env['LOCKSTEP_MODEL']) ?? given(env['OPENAI_MODEL'])
  if (model === null) return null
  const own = given(env['LOCKSTEP_MODEL_URL'])
  const key = given(env['LOCKSTEP_MODEL_KEY']) ?? (own === null ? given(env['OPENAI_API_KEY']) : null)
  return { url: parseUrl(own ?? given(env['OPENAI_BASE_URL']) ?? OPENAI_URL), key, model }
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isUsable = (url?.protocol === 'http:' || url?.protocol === 'https:') && url.username === '' && url.password === ''
  if (url !== null && isUsable) return url.href.replace(/\/$/, '')
  throw new AppError(
    'HOST_BAD_MODEL_URL',
    `Expected the base URL of an OpenAI-compatible API without a user or password, such as http://localhost:11434/v1, got ${url === null ? `"${text.slice(0, 80)}"` : `one of ${url.protocol}//${url.host}`}. Correct LOCKSTEP_MODEL_URL or OPENAI_BASE_URL.`,
    { blame: 'user' },
  )
}

function given(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text.trim()
}
