import { AppError } from '@lockstep/contract'
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai'
import type { ModelEndpoint } from './model-endpoint.ts'

/** Characters of an endpoint's own message that are shown. */
const MESSAGE_MAX_CHARS = 400

/** What went wrong with a call of the endpoint, in words that say what to do; the key is taken out of whatever the endpoint wrote. */
export function endpointFailure(error: unknown, { url, key, model }: ModelEndpoint): AppError {
  const said = withoutKey(error instanceof Error ? error.message : String(error), key)
  return new AppError('HOST_MODEL_FAILED', `Expected an answer of ${model} at ${url}, ${reason(error, said)}`, { blame: 'user' })
}

function reason(error: unknown, said: string): string {
  if (error instanceof APIConnectionTimeoutError) return 'but it took too long. Try again, or ask for less.'
  if (error instanceof APIConnectionError) return 'but it was not reached. Does it run there? The address is LOCKSTEP_MODEL_URL or OPENAI_BASE_URL.'
  if (error instanceof RateLimitError) return `but it takes no more requests for now${waitOf(error)}: ${said}`
  if (error instanceof AuthenticationError || error instanceof PermissionDeniedError)
    return `but it did not accept the key. Set LOCKSTEP_MODEL_KEY or OPENAI_API_KEY and start again: ${said}`
  if (error instanceof NotFoundError) return `but it knows no such model or path: ${said}`
  if (error instanceof APIError) return `but it answered: ${said}`
  return `but what came could not be read: ${said}`
}

function waitOf(error: RateLimitError): string {
  const after = error.headers.get('retry-after')
  return after !== null && /^\d{1,6}$/.test(after) ? ` (try again in ${after} s)` : ''
}

function withoutKey(text: string, key: string | null): string {
  return (key === null ? text : text.replaceAll(key, '[key]')).slice(0, MESSAGE_MAX_CHARS)
}
