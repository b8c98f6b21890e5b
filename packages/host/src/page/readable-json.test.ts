import { expect, test } from 'vitest'
import { readableJson } from './readable-json.ts'

test('what is short stays on one line', () => {
  expect(readableJson('{"role":"user","text":"two eggs"}')).toBe('{ "role": "user", "text": "two eggs" }')
  expect(readableJson('[1,{},[],null]')).toBe('[1, {}, [], null]')
})

test('what is long gets a line for each member, and only there', () => {
  const items = [
    { name: 'eggs', quantity: 2 },
    { name: 'milk', quantity: 1 },
  ]
  expect(readableJson(JSON.stringify({ tool: 'add_to_cart', arguments: { items } }))).toBe(`{
  "tool": "add_to_cart",
  "arguments": {
    "items": [
      { "name": "eggs", "quantity": 2 },
      { "name": "milk", "quantity": 1 }
    ]
  }
}`)
})

test('nothing but white space is added', () => {
  const text = JSON.stringify({ 'a "b"': ['c, d: {e}', 'x'.repeat(80)], n: [1.5, -0.25, true, null], '': { deep: { deeper: ['ü', '…', '\n'] } } })
  expect(JSON.stringify(JSON.parse(readableJson(text)))).toBe(text)
})

test('prose stays prose', () => {
  expect(readableJson('Answer only from what tools told you.')).toBe('Answer only from what tools told you.')
})
