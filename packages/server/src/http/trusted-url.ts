import { isLoopbackName } from './request-guard.ts'

/** HTTPS, or HTTP that never leaves the machine; without a user in it. */
export function isTrustedUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, username, password } = new URL(value)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname))
}
