import { toolError, type ToolRefusal } from '@lockstep/server'
import type { z } from 'zod'
import { errorSchema } from '../shared/api-types.ts'

/** Speaks HTTP: the network's, or an API of this process. */
export type ApiFetch = (request: Request) => Response | Promise<Response>

export interface ApiClientOptions {
  fetch: ApiFetch
  /** Origin of the API. */
  apiUrl: string
  /** What the API knows this server by. */
  serviceKey: string
}

/** In whose name a request is made. */
export interface ApiCaller {
  contractor: string
  actor: 'user' | 'model'
  /** Aborts when the tool's time is up. */
  signal: AbortSignal
}

export interface ApiWrite {
  body?: unknown
  /** Shared by all tries of one intended change. */
  key: string
  /** ETag that the change is about; absent = whatever there is. */
  ifMatch?: string
}

/** The API for one caller. What it refuses is thrown as the refusal of a tool. @throws {ToolRefusal} */
export interface ContractorApi {
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>
  send<Schema extends z.ZodType>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    schema: Schema,
    write: ApiWrite,
  ): Promise<z.output<Schema>>
}

export interface ApiClient {
  as(caller: ApiCaller): ContractorApi
}

/** Tries of one write whose answer was lost: the key makes them one. */
const WRITE_TRIES = 2
/** Statuses of an answer that does not say what became of the request. */
const LOST = new Set([502, 503, 504])

/** The portfolio's API as this server sees it: by HTTP alone, wherever it runs. */
export function createApiClient({ fetch, apiUrl, serviceKey }: ApiClientOptions): ApiClient {
  async function ask(caller: ApiCaller, method: string, path: string, write: ApiWrite | null): Promise<Response> {
    const headers = new Headers({ authorization: `Bearer ${serviceKey}`, 'x-contractor': caller.contractor, 'x-actor': caller.actor })
    if (write !== null) headers.set('idempotency-key', write.key)
    if (write?.ifMatch !== undefined) headers.set('if-match', write.ifMatch)
    const hasBody = write?.body !== undefined
    if (hasBody) headers.set('content-type', 'application/json')
    const { signal } = caller
    return fetch(
      new Request(`${apiUrl}${path}`, { method, headers, signal, redirect: 'error', ...(hasBody ? { body: JSON.stringify(write.body) } : {}) }),
    )
  }

  async function carry<Schema extends z.ZodType>(
    caller: ApiCaller,
    method: string,
    path: string,
    schema: Schema,
    write: ApiWrite | null,
  ): Promise<z.output<Schema>> {
    for (let tries = 1; ; tries += 1) {
      const isLast = tries === WRITE_TRIES || caller.signal.aborted
      let response: Response
      try {
        response = await ask(caller, method, path, write)
      } catch (cause) {
        if (!isLast) continue
        throw Object.assign(away(), { cause })
      }
      if (LOST.has(response.status) && !isLast) continue
      if (!response.ok) throw refusalOf(response, await bodyOf(response))
      return schema.parse(await bodyOf(response))
    }
  }

  return {
    as: (caller) => ({
      get: (path, schema) => carry(caller, 'GET', path, schema, null),
      send: (method, path, schema, write) => carry(caller, method, path, schema, write),
    }),
  }
}

/** Null where there is none, or it is no JSON. */
async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text === '' ? null : (JSON.parse(text) as unknown)
  } catch {
    // a page of something in between: its status says enough
    return null
  }
}

/** The API's refusal in a tool's words: the same code in small letters, its facts for the view. */
function refusalOf({ status, headers }: Response, body: unknown): ToolRefusal {
  const parsed = errorSchema.safeParse(body)
  if (!parsed.success || status >= 500) return parsed.success && status === 502 ? toolError('storage_error', parsed.data.error.message) : away()
  const { code, message, details = {} } = parsed.data.error
  // a key of ours that is no good is no fault of whoever called the tool
  if (code === 'UNAUTHORIZED') return away()
  const waitS = Number(headers.get('retry-after') ?? 0)
  const data = waitS > 0 ? { ...details, retryAfterMs: waitS * 1_000 } : details
  return toolError(code === 'VALIDATION_ERROR' ? 'invalid_request' : code.toLowerCase(), message, { data })
}

function away(): ToolRefusal {
  return toolError('unavailable', 'The portfolio does not answer at the moment. Wait a little and send the same call again: nothing is done twice.')
}
