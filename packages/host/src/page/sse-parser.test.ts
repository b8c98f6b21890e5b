import { expect, test } from 'vitest'
import { createSseParser } from './sse-parser.ts'

const stream = ': hello\nevent: state\ndata: {"a":1}\n\nevent: view\r\ndata: one\r\ndata: two\r\n\r\n:\n\ndata:bare\n\n'
const events = [
  { event: 'state', data: '{"a":1}' },
  { event: 'view', data: 'one\ntwo' },
  { event: 'message', data: 'bare' },
]

test('events come out whole, comments do not', () => {
  expect(createSseParser()(stream)).toEqual(events)
})

test('a stream cut after every character gives the same events', () => {
  const parse = createSseParser()
  expect([...stream].flatMap((character) => parse(character))).toEqual(events)
})

test('an event without its closing blank line is not given', () => {
  expect(createSseParser()('event: state\ndata: {"a":')).toEqual([])
})
