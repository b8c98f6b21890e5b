import { describe, expect, test } from 'vitest'
import { parseUriTemplate } from './uri-template.ts'

function match(template: string, uri: string): Record<string, string> | null {
  const parts = parseUriTemplate(template)?.match(uri)
  return parts === null || parts === undefined ? null : { ...parts }
}

describe('a template of {name} parts', () => {
  test.each([
    ['notes://{id}/text', 'notes://7/text', { id: '7' }],
    ['notes://{id}', 'notes://a%20b', { id: 'a b' }],
    ['notes://{year}-{month}/{id}.md', 'notes://2026-11/x.y.md', { year: '2026', month: '11', id: 'x.y' }],
    ['notes://{id}/text', 'notes:///text', null],
    ['notes://{id}/text', 'notes://a/b/text', null],
    ['notes://{id}/text', 'notes://a/text/', null],
    ['notes://{id}/text', 'other://a/text', null],
    ['notes://{id}', 'notes://a?b', null],
    ['notes://{id}', 'notes://%zz', null],
    ['notes://{id}', 'notes://a%2Fb', null],
    ['notes://{id}/text', 'notes://%2E%2E%2Fetc%2Fpasswd/text', null],
    ['notes://{id}', 'notes://a%5Cb', null],
    ['notes://{id}', 'notes://%2e%2e', null],
    ['notes://{id}', 'notes://a%00', null],
    ['notes://{id}', 'notes://a%3Fb..c', { id: 'a?b..c' }],
    ['notes://{__proto__}', 'notes://a', null],
  ])('%s of %s', (template, uri, parts) => {
    expect(match(template, uri)).toEqual(parts)
  })

  test.each(['notes://list', 'notes://{+path}', 'notes://{?q}', 'notes://{a}{b}', 'notes://{a}/{a}', 'notes://{a', 'notes://a}', 'notes://{}'])(
    'refuses %s',
    (template) => {
      expect(parseUriTemplate(template)).toBeNull()
    },
  )

  test('SEC22 the hardest URIs of 100,000 characters take no time', () => {
    const template = parseUriTemplate('a://{x}-{y}-{z}/{id}/end')
    const start = performance.now()
    for (const evil of ['a://' + '-'.repeat(100_000), 'a://' + '-/'.repeat(50_000) + 'end', 'a://' + '%25'.repeat(33_000), 'a'.repeat(100_000)]) {
      expect(template?.match(evil)).toBeNull()
    }
    expect(performance.now() - start).toBeLessThan(50)
  })
})
