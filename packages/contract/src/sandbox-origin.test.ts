import { describe, expect, it } from 'vitest'
import { sandboxOriginPattern, sandboxOrigins } from './sandbox-origin.ts'

const mcpUrl = 'http://localhost:8000/mcp'

describe('sandboxOrigins', () => {
  it('S1.I.1 S2.U.4 gives each app and each domain of it origins of their own', () => {
    const inner = [
      sandboxOrigins(mcpUrl).inner,
      sandboxOrigins('http://localhost:8001/mcp').inner,
      sandboxOrigins('http://localhost:8000/other').inner,
      sandboxOrigins(mcpUrl, 4701, 'https://shop.example.com').inner,
      sandboxOrigins(mcpUrl, 4701, 'https://pay.example.com').inner,
      sandboxOrigins(mcpUrl, 4701, 'http://shop.example.com').inner,
      // Two apps that declare the same domain are still two apps.
      sandboxOrigins('http://localhost:8001/mcp', 4701, 'https://shop.example.com').inner,
      // A domain that looks like another app.
      sandboxOrigins(mcpUrl, 4701, 'http://localhost:8001').inner,
    ]
    expect(new Set(inner).size).toBe(inner.length)
  })

  it('keeps the origin that apps already name in their lists', () => {
    expect(sandboxOrigins(mcpUrl)).toEqual({
      inner: 'http://localhost-8000-91d94435-sandbox.localhost:4701',
      outer: 'http://localhost-8000-91d94435-proxy.localhost:4701',
    })
  })

  it('S1.I.1 has a pattern for all origins of an app', () => {
    const pattern = sandboxOriginPattern(mcpUrl)
    for (const domain of [null, 'https://shop.example.com', 'http://localhost:8001'])
      expect(sandboxOrigins(mcpUrl, 4701, domain).inner).toMatch(pattern)
    const others = [
      sandboxOrigins(mcpUrl, 4702).inner,
      sandboxOrigins(mcpUrl).outer,
      sandboxOrigins('http://localhost:8001/mcp').inner,
      sandboxOrigins('http://localhost:8001/mcp', 4701, 'https://shop.example.com').inner,
      `${sandboxOrigins(mcpUrl).inner}.evil.example`,
      sandboxOrigins(mcpUrl).inner.replace('.localhost', 'xlocalhost'),
    ]
    for (const origin of others) expect(origin).not.toMatch(pattern)
  })

  it.each([
    'https://shop.example.com',
    `https://${'long.'.repeat(40)}example.com`,
    'https://xn--bcher-kva.example',
    'http://[::1]:9000',
    'https://---.example',
  ])('makes one legal label below localhost of %s', (domain) => {
    for (const origin of Object.values(sandboxOrigins(mcpUrl, 4701, domain)) as string[]) {
      const [label = '', ...rest] = new URL(origin).hostname.split('.')
      expect(rest).toEqual(['localhost'])
      expect(label).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    }
  })
})
