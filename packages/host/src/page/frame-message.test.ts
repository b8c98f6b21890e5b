import { expect, test } from 'vitest'
import { readFrameMessage, senderOf } from './frame-message.ts'

test.each([null, 'ping', 7, [], {}, { jsonrpc: '1.0', method: 'ping' }, { type: 'webpackOk' }])('%j is not for us', (data) => {
  expect(readFrameMessage(data)).toEqual({ kind: 'foreign' })
})

test('a request is relayed and somebody waits', () => {
  expect(readFrameMessage({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'x' } })).toEqual({ kind: 'relay', answerTo: 3 })
})

test('a notification and an answer are relayed, nobody waits', () => {
  expect(readFrameMessage({ jsonrpc: '2.0', method: 'ui/notifications/initialized' })).toEqual({ kind: 'relay', answerTo: null })
  expect(readFrameMessage({ jsonrpc: '2.0', id: 1, result: {} })).toEqual({ kind: 'relay', answerTo: null })
})

test("a size is the page's own business", () => {
  expect(readFrameMessage({ jsonrpc: '2.0', method: 'ui/notifications/size-changed', params: { height: 300 } })).toEqual({
    kind: 'size',
    height: 300,
  })
})

const frames = [
  { id: 'a', window: { name: 'a' }, origin: 'http://a-proxy.localhost:4701' },
  { id: 'b', window: { name: 'b' }, origin: 'http://b-proxy.localhost:4701' },
]

test('SEC6 a sender needs both the window and the origin of one frame', () => {
  expect(senderOf(frames, frames[1]?.window, 'http://b-proxy.localhost:4701')?.id).toBe('b')
  expect(senderOf(frames, frames[1]?.window, 'http://a-proxy.localhost:4701')).toBeNull()
  expect(senderOf(frames, { name: 'b' }, 'http://b-proxy.localhost:4701')).toBeNull()
  expect(senderOf(frames, null, 'http://b-proxy.localhost:4701')).toBeNull()
})
