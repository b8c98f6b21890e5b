/** True for `localhost`, `*.localhost` and the loopback addresses, IPv6 in brackets. */
function isLoopbackName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]' || hostname.endsWith('.localhost')
}

/** True for an address of a page or a server on this machine. */
export function isLoopbackUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return (protocol === 'http:' || protocol === 'https:') && isLoopbackName(hostname)
}
