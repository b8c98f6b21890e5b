import { expect, test } from 'vitest'
import { sightings } from './canary.ts'

const bird = { name: 'bird', text: 'yellow bird/7' }

test.each([
  ['as it is', 'a yellow bird/7 sang'],
  ['in an address', 'https://x.test/?q=yellow%20bird%2F7&r=1'],
  ['as base64', JSON.stringify({ data: Buffer.from('yellow bird/7').toString('base64') })],
  ['as hex', Buffer.from('yellow bird/7').toString('hex')],
])('a canary is found %s', (_name, text) => {
  expect(sightings([bird], [{ where: 'the log', text }])).toEqual(['bird in the log'])
})

test('what is not there is not found', () => {
  expect(sightings([bird], [{ where: 'the log', text: 'a yellow cat' }])).toEqual([])
})
