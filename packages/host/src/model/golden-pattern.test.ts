import { describe, expect, it } from 'vitest'
import { compilePattern } from './golden-pattern.ts'

describe('compilePattern', () => {
  it.each<[string, string, Record<string, unknown> | null]>([
    ['show [my] cart', 'Show my cart!', {}],
    ['show [my] cart', 'show cart', {}],
    ['show [my|the|our] cart', '  Show   the CART. ', {}],
    ['show [my] cart', 'show your cart', null],
    ['show [my] cart', 'please show my cart', null],
    ["what's in my cart", 'What’s in my cart?', {}],
    [
      'add {items:lines} to [my] cart',
      'Add two eggs and milk to my cart',
      {
        items: [
          { name: 'eggs', quantity: 2 },
          { name: 'milk', quantity: 1 },
        ],
      },
    ],
    ['add {items:lines}[ to my cart]', 'add 3 bananas to my cart', { items: [{ name: 'bananas', quantity: 3 }] }],
    ['set {name} to {count:number}', 'Set whole milk to twenty-five', { name: 'whole milk', count: 25 }],
    ['set {name} to {count:number}', 'set milk to many', null],
    ['find {text}', 'find Crème-fraîche 200 g', { text: 'Crème-fraîche 200 g' }],
    ['[please|could you] add {items:lines}', 'could you add a dozen eggs', { items: [{ name: 'eggs', quantity: 12 }] }],
    ['add {items:lines}', 'add', null],
    ['add {items:lines}', 'add 2', null],
  ])('%j on %j', (pattern, sentence, expected) => {
    expect(compilePattern(pattern)(sentence)?.slots ?? null).toEqual(expected)
  })

  it('tells how much of the sentence was said literally', () => {
    expect(compilePattern('add {what:lines}')('add eggs to my cart')?.literalWords).toBe(1)
    expect(compilePattern('add {what:lines} to my cart')('add eggs to my cart')?.literalWords).toBe(4)
  })

  it.each(['', '   ', 'add {items', 'add items}', 'add [x', 'add {1}', 'add {items:list}'])('refuses the pattern %j', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(expect.objectContaining({ code: 'HOST_BAD_PATTERN', blame: 'user' }))
  })

  it('stays quick on a hostile sentence', () => {
    const match = compilePattern('{a:lines} and {b:lines} and {c:lines} or')
    const startedAt = performance.now()
    expect(match('and '.repeat(60))).toBeNull()
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
