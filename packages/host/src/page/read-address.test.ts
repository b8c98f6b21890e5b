import { expect, test } from 'vitest'
import { readAddress } from './read-address.ts'

test.each<[string, ReturnType<typeof readAddress>]>([
  ['', null],
  ['?theme=dark', null],
  ['?server=http%3A%2F%2Flocalhost%3A8000%2Fmcp&tool=show&input=e30', { server: 'http://localhost:8000/mcp', tool: 'show', input: 'e30' }],
  ['?server=x', { server: 'x', tool: '', input: null }],
  ['?tool=show', { server: '', tool: 'show', input: null }],
])('reads the address %s', (search, expected) => {
  expect(readAddress(search)).toEqual(expected)
})
