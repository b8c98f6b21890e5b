import { expect, test } from 'vitest'
import type { Instance, ToolEntry, ToolSummary, ViewFacts, ViewSteps } from '../../api/host-state.ts'
import { NO_STEPS } from '../view-steps.ts'
import { firstFailing, isBlank, viewChecks, type CheckSubject } from './view-checks.ts'

const NOW = 100_000
const steps: ViewSteps = { ...NO_STEPS, mounts: 1, servedAt: 1_000, helloAt: 1_000, initializeAt: 1_050, initializedAt: 1_060 }
const facts: ViewFacts = { startedAt: 1_000, loadedMs: 40, firstPaintMs: 50, errorCount: 0, firstError: null, consoleErrors: 0 }

/** What the gates read of a view; the rest of it is nothing to them. */
const view = (change: Partial<Instance> = {}): Instance =>
  ({
    mountFailure: null,
    phase: 'live',
    resourceUri: 'ui://a/v.html',
    hasBridge: true,
    innerOrigin: 'http://a-sandbox.localhost:4701',
    steps,
    facts,
    violations: [],
    rejectedSources: [],
    network: [],
    fault: null,
    ...change,
  }) as unknown as Instance

const call = (change: Partial<ToolEntry> = {}): ToolEntry =>
  ({ kind: 'tool', tool: 'show', phase: 'done', error: null, viewNote: null, ...change }) as unknown as ToolEntry
const tool = (hasView: boolean): ToolSummary => ({ hasView }) as unknown as ToolSummary

const checks = (instance: Instance | null, more: Partial<CheckSubject> = {}) =>
  viewChecks({ entry: call(), instance, tool: tool(true), now: NOW, ...more })
const blamed = (instance: Instance | null, more: Partial<CheckSubject> = {}): string | undefined => firstFailing(checks(instance, more))?.gate
const unpainted = { ...facts, firstPaintMs: null }

test('a view that shook hands and painted passes every gate', () => {
  expect(checks(view()).map(({ gate, status }) => `${gate} ${status}`)).toEqual(
    'template call read mime html frame script initialize initialized csp cors paint error'.split(' ').map((gate) => `${gate} passed`),
  )
  expect(isBlank(view())).toBe(false)
})

test.each([
  ['template', null, { tool: tool(false) }],
  ['template', null, { tool: null }],
  ['template', null, { entry: call({ viewNote: 'Text only shows no views.' }) }],
  ['call', null, { entry: call({ phase: 'failed', error: { kind: 'tool', message: 'No.' } }) }],
  ['call', null, { entry: call({ phase: 'declined' }) }],
])('%s: a call without a view names its gate', (gate, instance, more) => {
  expect(blamed(instance, more)).toBe(gate)
})

const violation = (directive: string, blockedUrl: string) => ({
  directive,
  blockedUrl,
  hint: 'Inline it.',
  at: 1,
  fixes: { standard: '_meta.ui.csp.connectDomains: ["https://a.example"]', openai: null },
})
const thrown = { message: 'x is not defined', file: 'v.html', line: 3, column: 7, source: null, stack: null }

test.each<[string, Partial<Instance>]>([
  ['read', { mountFailure: { gate: 'read', message: 'no' } }],
  ['read', { mountFailure: { gate: 'missing', message: 'no' } }],
  ['mime', { mountFailure: { gate: 'mime', message: 'no' } }],
  ['html', { mountFailure: { gate: 'html', message: 'no' } }],
  ['html', { mountFailure: { gate: 'size', message: 'no' } }],
  [
    'html',
    { facts: unpainted, steps: { ...NO_STEPS, servedAt: 1, documentProblems: [{ code: 'eof-in-comment', line: 1, column: 2, isFatal: true }] } },
  ],
  ['frame', { phase: 'lost' }],
  ['frame', { facts: { ...unpainted, loadedMs: null }, steps: { ...NO_STEPS, servedAt: 1, helloAt: 2 } }],
  ['script', { facts: null, steps: { ...NO_STEPS, servedAt: NOW - 3_000 } }],
  ['initialize', { facts: unpainted, steps: { ...steps, initializeAt: null, initializedAt: null } }],
  ['initialize', { facts: unpainted, steps: { ...steps, initializeAt: null, initializedAt: null, foreignMessage: '{"type":"hi"}' } }],
  ['initialize', { facts: unpainted, steps: { ...steps, initializedAt: null, handshakeProblem: 'ui/initialize needs appInfo' } }],
  ['initialized', { facts: unpainted, steps: { ...steps, initializedAt: null } }],
  ['csp', { violations: [violation('connect-src', 'https://a.example/x')] }],
  ['csp', { facts: unpainted, violations: [violation('script-src', 'eval')] }],
  ['cors', { network: [{ origin: 'https://a.example', kind: 'fetch', count: 1, failed: 1 }] }],
  ['paint', { facts: unpainted }],
  ['paint', { facts: unpainted, hasBridge: false, steps: { ...NO_STEPS, servedAt: 1, helloAt: 2 } }],
  ['error', { facts: { ...facts, firstError: thrown } }],
])('%s: the gate that is broken is the one that is named, with something to do', (gate, change) => {
  const failing = firstFailing(checks(view(change)))
  expect(failing).toMatchObject({ gate, detail: expect.stringMatching(/./), fix: expect.stringMatching(/./) })
})

test('what follows from a cause is not blamed beside it', () => {
  const silent = { steps: { ...steps, initializeAt: null, initializedAt: null }, facts: { ...unpainted, errorCount: 1, firstError: thrown } }
  expect(
    checks(view(silent))
      .filter(({ status }) => status === 'failed')
      .map(({ gate }) => gate),
  ).toEqual(['error'])
  const blocked = { ...silent, facts: unpainted, violations: [violation('script-src-elem', 'https://cdn.example/react.js')] }
  expect(
    checks(view(blocked))
      .filter(({ status }) => status === 'failed')
      .map(({ gate }) => gate),
  ).toEqual(['csp'])
  const unmounted = checks(view({ mountFailure: { gate: 'mime', message: 'no' }, facts: null, steps: NO_STEPS }))
  expect(unmounted.filter(({ status }) => status === 'failed')).toHaveLength(1)
  expect(unmounted.find(({ gate }) => gate === 'read')?.status).toBe('passed')
})

test('silence means nothing before two seconds', () => {
  const early = view({ facts: { ...unpainted, loadedMs: null }, steps: { ...NO_STEPS, servedAt: NOW - 500, helloAt: NOW - 400 } })
  expect(firstFailing(checks({ ...early, facts: { ...unpainted, startedAt: NOW - 400, loadedMs: 100 } }))).toBeNull()
  expect(isBlank(early)).toBe(true)
  expect(blamed(view({ facts: unpainted, steps: { ...steps, initializeAt: NOW - 1_000, initializedAt: null } }))).toBeUndefined()
})

test('a parked view is not blamed for its silence', () => {
  const parked = view({ facts: unpainted, steps: { ...steps, initializedAt: null, parkedAt: steps.initializeAt } })
  expect(firstFailing(checks(parked))).toBeNull()
})

test('an old view and one that draws without the bridge need no handshake; loose habits are noted, not blamed', () => {
  const status = (instance: Instance, gate: string) => checks(instance).find((check) => check.gate === gate)?.status
  expect(status(view({ hasBridge: false }), 'initialize')).toBe('not-needed')
  expect(status(view({ hasBridge: false }), 'mime')).toBe('noted')
  const still = view({ steps: { ...steps, initializeAt: null, initializedAt: null } })
  expect([status(still, 'initialize'), status(still, 'initialized'), firstFailing(checks(still))]).toEqual(['not-needed', 'not-needed', null])
  const fragment = view({ steps: { ...steps, documentProblems: [{ code: 'missing-doctype', line: 1, column: 1, isFatal: false }] } })
  expect(status(fragment, 'html')).toBe('noted')
  expect(status(view({ violations: [violation('script-src', 'eval')] }), 'csp')).toBe('noted')
  expect(status(view({ steps: { ...steps, handshakeProblem: 'needs appInfo' } }), 'initialize')).toBe('noted')
})

test('a fix carries the exact line', () => {
  const fixOf = (change: Partial<Instance>) => firstFailing(checks(view(change)))?.fix
  expect(fixOf({ violations: [violation('connect-src', 'https://a.example/x')] })).toContain('_meta.ui.csp.connectDomains: ["https://a.example"]')
  expect(fixOf({ mountFailure: { gate: 'mime', message: 'no' } })).toContain('mimeType: "text/html;profile=mcp-app"')
  expect(fixOf({ network: [{ origin: 'https://a.example', kind: 'fetch', count: 1, failed: 1 }] })).toContain('http://a-sandbox.localhost:4701')
})
