import { expect, test } from 'vitest'
import { contentText, formatBytes, formatDuration, formatTimeOfDay, formatTokens, prettyJson } from './format.ts'

test('JSON is indented, text is left alone', () => {
  expect(prettyJson({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(prettyJson('plain "text"')).toBe('plain "text"')
  expect(prettyJson(undefined)).toBe('undefined')
})

test('content is its text; other blocks are named', () => {
  expect(
    contentText([
      { type: 'text', text: 'Cart has 2 eggs' },
      { type: 'image', data: '…' },
    ]),
  ).toBe('Cart has 2 eggs\n\n[image]')
})

test('counts and times follow the locale', () => {
  expect(formatTokens(1_234, 'de-DE')).toBe('1.234 tokens')
  expect(formatTokens(1, 'en-US')).toBe('1 token')
  expect(formatDuration(12.4, 'en-US')).toBe('12 ms')
  expect(formatDuration(1_449, 'de-DE')).toBe('1,4 s')
  expect(formatTimeOfDay(new Date(2026, 10, 21, 9, 5, 7, 42).getTime())).toBe('09:05:07.042')
})

test('sizes are told in the unit that fits', () => {
  expect([1, 812, 1_449, 20_000_000].map((bytes) => formatBytes(bytes, 'en-US'))).toEqual(['1 byte', '812 bytes', '1.4 KB', '20 MB'])
})

test('an unknown locale does not throw', () => {
  expect(formatTokens(5, 'not a locale')).toBe('5 tokens')
})
