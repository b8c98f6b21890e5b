/** The parts of a link into the host, as they stand in its address. */
export interface AddressedCall {
  server: string
  tool: string
  input: string | null
}

/** Reads `/?server=<mcp-url>&tool=<name>&input=<base64url JSON>`; null when the address is no such link. What the parts mean is the backend's. */
export function readAddress(search: string): AddressedCall | null {
  const query = new URLSearchParams(search)
  const server = query.get('server')
  const tool = query.get('tool')
  return server === null && tool === null ? null : { server: server ?? '', tool: tool ?? '', input: query.get('input') }
}
