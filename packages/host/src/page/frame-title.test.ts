import { expect, test } from 'vitest'
import { frameTitle } from './frame-title.ts'

const view = (id: string, title: string, description = '') => ({ id, title, description })

test('a frame is called by title and description', () => {
  const cart = view('a', 'Cart', 'Shows the groceries')
  expect(frameTitle(cart, [cart])).toBe('Cart: Shows the groceries')
  expect(frameTitle(view('b', 'Cart'), [])).toBe('Cart')
})

test('no two frames are called the same', () => {
  const all = [view('a', 'Cart'), view('b', 'Order'), view('c', 'Cart')]
  expect(all.map((each) => frameTitle(each, all))).toEqual(['Cart', 'Order', 'Cart (2)'])
})

test('S2.U.6 a long description is cut at a word', () => {
  const long = view('a', 'Cart', 'word '.repeat(100).trim())
  expect(frameTitle(long, [long])).toMatch(/^Cart: (?:word ){39}word…$/)
})
