import { expect, test } from 'vitest'
import { judgedCount, schemaFaults } from './wire-schema.ts'

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'ui/initialize',
  params: { protocolVersion: '2026-01-26', appInfo: { name: 'a', version: '1' }, appCapabilities: {} },
}

test('a message as published passes, one with a wrong, a missing or a made-up member does not', () => {
  expect(schemaFaults([initialize], [])).toEqual([])
  const wrong = [
    { ...initialize, params: { ...initialize.params, appInfo: { name: 'a' } } },
    { ...initialize, params: { ...initialize.params, capabilities: {} } },
    { jsonrpc: '2.0', method: 'ui/notifications/size-changed', params: { height: '12' } },
    { jsonrpc: '2.0', id: 2, method: 'ui/request-display-mode', params: { mode: 'huge' } },
  ]
  for (const message of wrong) expect(schemaFaults([message], []), JSON.stringify(message)).toHaveLength(1)
})

test('an answer is judged by what was asked', () => {
  const asked = { jsonrpc: '2.0', id: 7, method: 'ui/request-display-mode', params: { mode: 'inline' } }
  expect(schemaFaults([{ jsonrpc: '2.0', id: 7, result: { mode: 'inline' } }], [asked])).toEqual([])
  expect(schemaFaults([{ jsonrpc: '2.0', id: 7, result: { granted: true } }], [asked])).toHaveLength(1)
  expect(judgedCount([{ jsonrpc: '2.0', id: 8, result: {} }], [asked])).toBe(0)
})

test('container dimensions may be fixed in one direction and flexible in the other', () => {
  const changed = (containerDimensions: object) => ({
    jsonrpc: '2.0',
    method: 'ui/notifications/host-context-changed',
    params: { containerDimensions },
  })
  expect(schemaFaults([changed({ width: 600, maxHeight: 900 }), changed({ maxWidth: 600, height: 1 })], [])).toEqual([])
  expect(schemaFaults([changed([])], [])).toHaveLength(1)
})
