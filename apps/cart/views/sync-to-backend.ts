/** Where the cart server answers when nothing says otherwise. */
export const DEFAULT_BACKEND_URL = 'http://localhost:8000'
/** Bytes of the bodies that may outlive their page, all together. @see Fetch standard, HTTP-network-or-cache fetch (checked 2026-11-21) */
const KEEPALIVE_MAX_BYTES = 64 * 1024

/** A line as the plain endpoint takes it: a product by id, or anything by name. */
export type BackendItem = ({ readonly id: string } | { readonly name: string }) & { readonly quantity: number; readonly note?: string | undefined }

export interface SyncToBackendOptions {
  /** Default `http://localhost:8000`. */
  backendUrl?: string
  /** Fields beside cartId and items: the versioned body's. Absent = the bare body. */
  envelope?: Readonly<Record<string, unknown>>
  /** Leave to write this cart; never in the URL or the body. */
  token?: string | null
  /** Lets the request outlive the page. Left out above 64 KiB, where browsers refuse the whole request. */
  keepalive?: boolean
  signal?: AbortSignal
  fetch?: typeof fetch
}

/**
 * Posts the whole cart, never a delta, to `POST /sync_cart`. With two arguments the body is the bare `{ cartId, items }`, an unconditional replacement.
 * Resolves with the response whatever its status; rejects only when none came.
 */
export function syncToBackend(cartId: string, items: readonly BackendItem[], options: SyncToBackendOptions = {}): Promise<Response> {
  const mutationId = options.envelope?.['mutationId']
  const send = options.fetch ?? fetch
  const body = JSON.stringify({ ...options.envelope, cartId, items })
  const mayOutlive = options.keepalive === true && new TextEncoder().encode(body).length <= KEEPALIVE_MAX_BYTES
  return send(`${options.backendUrl ?? DEFAULT_BACKEND_URL}/sync_cart`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(typeof mutationId === 'string' ? { 'Idempotency-Key': mutationId } : {}),
      ...authorization(options.token ?? null),
    },
    body,
    ...(mayOutlive ? { keepalive: true } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  })
}

export function authorization(token: string | null): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` }
}
