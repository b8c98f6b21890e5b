import { expect, test } from 'vitest'
import { checkHtml } from './html-check.ts'

test('a whole document has no problem', () => {
  expect(checkHtml('<!doctype html><html lang="en"><head><title>a</title></head><body><p>b</p><script>1 < 2</script></body></html>')).toEqual([])
})

test('a fragment lacks its doctype: shown, but in quirks mode', () => {
  expect(checkHtml('<div id="root"></div>')).toEqual([{ code: 'missing-doctype', line: 1, column: 1, isFatal: false }])
})

test.each([
  ['a script', '<!doctype html>\n<p>a</p>\n  <script>run()\n<p>b</p>', 'eof-in-element-that-can-contain-only-text', 3, 3],
  ['a title', '<!doctype html>\n<title>a\n<p>b</p>', 'eof-in-element-that-can-contain-only-text', 2, 1],
  ['a comment', '<!doctype html><!-- a <p>b</p>', 'eof-in-comment', 1, 31],
  ['a tag', '<!doctype html><p class="a>b</p>', 'eof-in-tag', 1, 33],
])('%s that never ends swallows the rest, and is named first', (_what, html, code, line, column) => {
  expect(checkHtml(html)[0]).toEqual({ code, line, column, isFatal: true })
})

test('a huge document is not looked at', () => {
  expect(checkHtml(`<p>${'a'.repeat(3_000_000)}`)).toEqual([])
})
