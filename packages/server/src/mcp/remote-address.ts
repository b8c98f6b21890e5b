const addresses = new WeakMap<Request, string>()

/** Remembers where a request came from; the SDK carries the request itself to the tool, and nothing of its connection. */
export function noteRemote(request: Request, address: string | undefined): void {
  if (address !== undefined) addresses.set(request, address)
}

/** The address noted for a request, or undefined. */
export function remoteOf(request: Request | undefined): string | undefined {
  return request === undefined ? undefined : addresses.get(request)
}
