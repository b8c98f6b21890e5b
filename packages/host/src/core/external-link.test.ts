import { describe, expect, it } from 'vitest'
import { decideLink } from './external-link.ts'

const returnUrl = 'http://localhost:4700'

describe('decideLink', () => {
  it.each<[string, string[], string]>([
    ['https://a.example/x', [], 'ask'],
    ['http://localhost:8000/orders/1', ['http://localhost:8000'], 'trusted'],
    ['http://localhost:8001/orders/1', ['http://localhost:8000'], 'ask'],
    ['https://shop.a.example/x', ['https://*.a.example'], 'trusted'],
    ['https://a.example/x', ['https://*.a.example'], 'ask'],
    ['https://evil-a.example/x', ['https://*.a.example'], 'ask'],
    ['https://a.example/x', ['a.example'], 'trusted'],
    ['https://a.example/x', ['*', 'https://*', '', 'nonsense://'], 'ask'],
    ['javascript:alert(1)', ['javascript:'], 'refused'],
    ['data:text/html,x', [], 'refused'],
    ['file:///etc/passwd', [], 'refused'],
    ['/relative', [], 'refused'],
    [`https://a.example/${'x'.repeat(9_000)}`, [], 'refused'],
  ])('H19 decides %s with %j: %s', (href, domains, kind) => {
    expect(decideLink(href, domains, { returnUrl }).kind).toBe(kind)
  })

  it.each<[false | string | undefined, string | null]>([
    [undefined, returnUrl],
    ['https://back.example/', 'https://back.example/'],
    [false, null],
  ])('H19 appends the way back for redirectUrl %j', (redirectUrl, expected) => {
    const decision = decideLink('https://a.example/x?y=1', ['https://a.example'], {
      returnUrl,
      ...(redirectUrl === undefined ? {} : { redirectUrl }),
    })
    expect(decision.kind === 'trusted' ? new URL(decision.url).searchParams.get('redirectUrl') : 'none').toBe(expected)
  })
})
