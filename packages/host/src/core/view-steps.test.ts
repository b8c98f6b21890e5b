import { expect, test } from 'vitest'
import { NO_STEPS, observedIn, servedSteps } from './view-steps.ts'

const initialize = (params: Record<string, unknown>) => ({ jsonrpc: '2.0', id: 1, method: 'ui/initialize', params })
const whole = { protocolVersion: '2026-01-26', appInfo: { name: 'v', version: '1' }, appCapabilities: {} }

test('the way of a view: a first word, the handshake, and nothing new after that', () => {
  const hello = observedIn(NO_STEPS, { jsonrpc: '2.0', method: 'openai/hello' }, null, 5)
  expect(hello).toEqual({ helloAt: 5 })
  const asked = { ...NO_STEPS, ...hello, ...observedIn({ ...NO_STEPS, ...hello }, initialize(whole), { result: {} }, 6) }
  expect(asked).toMatchObject({ helloAt: 5, initializeAt: 6, handshakeProblem: null, initializedAt: null })
  const done = { ...asked, ...observedIn(asked, { jsonrpc: '2.0', method: 'ui/notifications/initialized' }, null, 7) }
  expect(done.initializedAt).toBe(7)
  expect(observedIn(done, { jsonrpc: '2.0', id: 2, method: 'ping' }, { result: {} }, 8)).toBeNull()
})

test.each([
  [{ ...whole, appInfo: undefined, clientInfo: {} }, { result: {} }, 'clientInfo'],
  [{ ...whole, appInfo: undefined }, { result: {} }, 'appInfo'],
  [{ ...whole, appCapabilities: undefined }, { result: {} }, 'appCapabilities'],
  [{ ...whole, protocolVersion: 1 }, { result: {} }, 'protocolVersion'],
  [whole, { error: { code: -32601, message: 'No bridge here.' } }, 'No bridge here.'],
])('what is wrong with ui/initialize is told: %j', (params, answer, words) => {
  const sent = JSON.parse(JSON.stringify(initialize(params))) as unknown
  expect(observedIn(NO_STEPS, sent, answer, 1)?.handshakeProblem).toContain(words)
})

test('the first foreign message is kept, clipped; the page tells of it as text', () => {
  expect(observedIn(NO_STEPS, { type: 'ready' }, null, 3)).toEqual({ helloAt: 3, foreignMessage: '{"type":"ready"}' })
  const told = observedIn(NO_STEPS, { jsonrpc: '2.0', method: 'lockstep/foreign-message', params: { sample: 'x'.repeat(500) } }, null, 3)
  expect(told?.foreignMessage).toBe('x'.repeat(200))
  expect(observedIn({ ...NO_STEPS, foreignMessage: 'a' }, 7, null, 4)).toBeNull()
})

test('a new document begins anew, and is counted', () => {
  const problem = { code: 'missing-doctype', line: 1, column: 1, isFatal: false }
  const before = { ...NO_STEPS, mounts: 1, helloAt: 1, initializeAt: 2, initializedAt: 3, foreignMessage: 'x' }
  expect(servedSteps(before, [problem], 9)).toEqual({ ...NO_STEPS, mounts: 2, servedAt: 9, documentProblems: [problem] })
})
