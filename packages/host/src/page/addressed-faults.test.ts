import { expect, it } from 'vitest'
import { addressedFaults } from './addressed-faults.ts'

it.each([
  ['', []],
  ['?server=x', []],
  ['?faults=', []],
  ['?faults=delay,lose-reply,delay', ['lose-reply', 'delay']],
  ['?faults=no-such,offline&tool=x', ['offline']],
])('reads %j', (search, expected) => {
  expect(addressedFaults(search)).toEqual(expected)
})
