import { expect, test } from 'vitest'
import { openableUrl } from './openable-url.ts'

test('web pages open, nothing else does', () => {
  expect(openableUrl('https://example.com/a?b=1')).toBe('https://example.com/a?b=1')
  expect(openableUrl('http://localhost:8000/orders/7')).toBe('http://localhost:8000/orders/7')
  for (const bad of ['javascript:alert(1)', 'data:text/html,hi', 'file:///etc/passwd', 'about:blank', '/relative', ''])
    expect(openableUrl(bad)).toBeNull()
})
