import { AppError } from '@lockstep/contract'

/** The address of an MCP server, as it is compared and kept. @throws {AppError} HOST_BAD_URL */
export function readServerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new AppError('HOST_BAD_URL', `Expected the http address of an MCP server, got ${clip(text) || 'nothing'}.`, { blame: 'user' })
  // Kept with the address, it would be shown, traced and handed on.
  if (url.username !== '' || url.password !== '')
    throw new AppError('HOST_BAD_URL', 'Expected an address without a user name or a password in it.', { blame: 'user' })
  url.hash = ''
  return url.href
}

/** What the host calls a server that it was given by address alone: its host, and a number when that is taken. */
export function serverName(url: string, taken: readonly string[]): string {
  const { host } = new URL(url)
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? host : `${host} (${number})`
    if (!taken.includes(name)) return name
  }
}

function clip(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`
}
