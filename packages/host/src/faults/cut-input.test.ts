import { expect, test } from 'vitest'
import { cutInput } from './cut-input.ts'

test('pieces grow to the whole input, which is not among them', () => {
  expect(cutInput({ title: 'Brick fireplace', count: 12, tags: ['new', 'old'], place: { city: 'Denver' } }, 5)).toEqual([
    {},
    { title: 'Brick f' },
    { title: 'Brick fireplace' },
    { title: 'Brick fireplace', count: 12, tags: ['new'] },
    { title: 'Brick fireplace', count: 12, tags: ['new', 'old'], place: {} },
  ])
})

test('a number comes whole or not at all, and no character is cut in half', () => {
  for (const count of [2, 7, 40]) {
    const pieces = cutInput({ n: 123_456, text: '😀😀😀😀' }, count)
    expect(pieces.every(({ n = 123_456 }) => n === 123_456)).toBe(true)
    expect(pieces.every(({ text = '' }) => typeof text === 'string' && text.isWellFormed() && '😀😀😀😀'.startsWith(text))).toBe(true)
  }
})

test('what cannot be cut has one empty piece', () => {
  expect(cutInput({}, 4)).toEqual([{}])
  expect(cutInput({ a: true }, 1)).toEqual([{}])
})
