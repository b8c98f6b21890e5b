import { describe, expect, it } from 'vitest'
import { parseLines } from './parse-lines.ts'

describe('parseLines', () => {
  it.each<[string, Array<[string, number]>]>([
    [
      'two eggs and milk',
      [
        ['eggs', 2],
        ['milk', 1],
      ],
    ],
    [
      '3 bananas, a loaf of bread and 2 x 1 l whole milk',
      [
        ['bananas', 3],
        ['bread', 1],
        ['1 l whole milk', 2],
      ],
    ],
    ['half a dozen eggs', [['eggs', 6]]],
    ['half dozen eggs', [['eggs', 6]]],
    ['a dozen eggs', [['eggs', 12]]],
    ['two dozen eggs', [['eggs', 24]]],
    ['some milk', [['milk', 1]]],
    ['some', []],
    ['an apple', [['apple', 1]]],
    ['a couple of lemons', [['lemons', 2]]],
    ['twenty-one plums', [['plums', 21]]],
    ['twenty one plums', [['plums', 21]]],
    ['one hundred plums', [['plums', 100]]],
    ['a hundred plums', [['plums', 100]]],
    ['zero eggs', [['eggs', 0]]],
    ['0 eggs', [['eggs', 0]]],
    ['-2 eggs', [['eggs', -2]]],
    ['2.5 eggs', [['eggs', 2.5]]],
    ['500 g flour', [['500 g flour', 1]]],
    ['2 litres of milk', [['2 litres of milk', 1]]],
    [
      '3 bottles of water & two cans of beans',
      [
        ['water', 3],
        ['beans', 2],
      ],
    ],
    ['milk x3', [['milk', 3]]],
    ['2x eggs', [['eggs', 2]]],
    ['2 × eggs', [['eggs', 2]]],
    [
      'eggs, milk, and butter',
      [
        ['eggs', 1],
        ['milk', 1],
        ['butter', 1],
      ],
    ],
    [
      'eggs; milk\nbutter',
      [
        ['eggs', 1],
        ['milk', 1],
        ['butter', 1],
      ],
    ],
    ['1,5 eggs', [['eggs', 1.5]]],
    ['Crème fraîche', [['Crème fraîche', 1]]],
    ['eggs please', [['eggs', 1]]],
    ['7 up', [['up', 7]]],
  ])('reads %j', (text, expected) => {
    const lines = expected.map(([name, quantity]) => ({ name, quantity }))
    expect(parseLines(text)).toEqual(lines.length === 0 ? null : lines)
  })

  it.each(['', '   ', 'and', '5', ', ,', 'a'])('finds no lines in %j', (text) => {
    expect(parseLines(text)).toBeNull()
  })
})
