import { isTrustedUrl } from '../http/trusted-url.ts'
import { isOrigin } from './view-csp.ts'

/** A domain as the platform takes it, and what was changed to make it so. */
export type ReadDomain = { domain: string; note: string | null } | { problem: string }

/** An origin with scheme; a bare host, as older texts have it, becomes one. @see chatgpt-contract 5, row 17 */
export function readDomain(value: string): ReadDomain {
  const withScheme = value.includes('://') ? value : `https://${value}`
  const domain = withScheme.replace(/\/$/, '')
  if (domain.includes('*') || !isOrigin(domain) || !isTrustedUrl(domain)) {
    return { problem: `expected the domain to be an https origin without a wildcard, such as https://app.example.com, got '${value}'.` }
  }
  return { domain, note: domain === value ? null : `domain '${value}' is sent as '${domain}'; write it so` }
}
