import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createSyncState, hasUnsaved, type SyncEvent, type SyncState } from './client-state.ts'
import type { Snapshot } from './document.ts'
import type { Draft } from './drafts.ts'
import { counters } from './policies.ts'
import { reduceSync } from './reduce-sync.ts'

const spec = { name: 'cart', fields: { lines: counters({ max: 99 }) } }
const at = (revision: number, lines: Record<string, number>, epoch = 'e'): Snapshot => ({ documentId: 'c1', epoch, revision, value: { lines } })
const draft = (id: string, from: number, to: number, revision = 1): Draft => ({
  mutationId: id,
  clientId: 'w0',
  seq: 1,
  supersedes: [],
  base: { epoch: 'e', revision },
  schemaVersion: 1,
  intent: [{ field: 'lines', id: 'eggs', from, to }],
})

let ids = 0
const env = { newId: () => `n${(ids += 1)}` }
const start = (drafts: Draft[], revision = 1): SyncState =>
  createSyncState(spec, { documentId: 'c1', clientId: 'w1', snapshot: at(revision, { eggs: 2 }), queue: { v: 2, documentId: 'c1', drafts } })
const after = (state: SyncState, ...events: SyncEvent[]): SyncState => events.reduce((now, event) => reduceSync(spec, now, event, env).state, state)
const edit = (eggs: number): SyncEvent => ({ type: 'edit', value: { lines: { eggs } } })

const idOf = (state: SyncState) => state.inflight?.mutation.mutationId ?? 'none'

/** One state of each kind, every one with a document at revision 1 that has two eggs. */
const STATES: Readonly<Record<string, () => SyncState>> = {
  saved: () => start([]),
  dirty: () => after(start([]), edit(3)),
  sent: () => after(start([]), edit(3), { type: 'due' }),
  'sent, dirty': () => after(start([]), edit(3), { type: 'due' }, edit(4)),
  restored: () => start([draft('r1', 2, 3)]),
  'restored, dirty': () => after(start([draft('r1', 2, 3)]), edit(4)),
  'restored, one waits': () => start([draft('r1', 2, 3), draft('r2', 3, 5)]),
  'waits for a state': () => start([draft('r1', 7, 8, 5)]),
  failed: () => {
    const sent = after(start([]), edit(3), { type: 'due' })
    return after(sent, { type: 'refused', mutationId: idOf(sent), failure: { code: 'not_found', message: 'gone' } })
  },
}

const EVENTS: Readonly<Record<string, (state: SyncState) => SyncEvent>> = {
  edit: () => edit(6),
  due: () => ({ type: 'due' }),
  'ack of it': (state) => ({ type: 'ack', mutationId: idOf(state), reply: { ...at(2, { eggs: 3 }), conflicts: [], changes: [] } }),
  'ack of another': () => ({ type: 'ack', mutationId: 'other', reply: { ...at(2, { eggs: 3 }), conflicts: [], changes: [] } }),
  'no answer': (state) => ({ type: 'attempt-failed', mutationId: state.inflight?.mutation.mutationId ?? null }),
  'retry due': () => ({ type: 'retry-due' }),
  'refused: stale base': (state) => ({
    type: 'refused',
    mutationId: idOf(state),
    failure: { code: 'stale_base', message: 'old', current: at(9, { eggs: 5 }) },
  }),
  'refused: unavailable': (state) => ({ type: 'refused', mutationId: idOf(state), failure: { code: 'unavailable', message: 'later' } }),
  'refused otherwise': (state) => ({ type: 'refused', mutationId: idOf(state), failure: { code: 'invalid_request', message: 'no' } }),
  'poke: newer': () => ({ type: 'poke', snapshot: at(5, { eggs: 7 }), isFetched: true }),
  'poke: another epoch': () => ({ type: 'poke', snapshot: at(3, { eggs: 9 }, 'e2') }),
  'poke: older': () => ({ type: 'poke', snapshot: at(0, {}) }),
  'poke: held is current': () => ({ type: 'poke', snapshot: null, isFetched: true }),
  retry: () => ({ type: 'retry' }),
  discard: () => ({ type: 'discard' }),
  dismiss: () => ({ type: 'dismiss' }),
  teardown: () => ({ type: 'teardown' }),
}

function kindOf(state: SyncState): string {
  if (state.failure !== null) return 'failed'
  if (!hasUnsaved(state)) return 'saved'
  if (state.inflight === null) return state.waiting.length > 0 ? 'waits for a state' : 'dirty'
  const sent = state.inflight.isRestored ? 'restored' : 'sent'
  return [sent, state.waiting.length > 0 ? 'one waits' : '', state.dirty === null ? '' : 'dirty'].filter(Boolean).join(', ')
}

function cell(before: SyncState, event: SyncEvent): string {
  const { state, effects } = reduceSync(spec, before, event, env)
  // the words of the table are those of SPEC.md
  if (state === before && effects.length === 0) return '–'
  const done = effects.map((effect) => {
    if (effect.type !== 'send') return effect.type
    const isSame = effect.mutation === before.inflight?.mutation
    return `send ${isSame ? 'as it was' : effect.mutation.supersedes.length > 0 ? 'newest, superseding' : effect.mutation.mutationId === idOf(before) ? 'redrawn' : 'next'}`
  })
  return [kindOf(state) === kindOf(before) ? 'same' : kindOf(state), ...done].join('; ')
}

function table(): string {
  const states = Object.keys(STATES)
  const rows = Object.entries(EVENTS).map(([name, event]) => {
    const cells = Object.values(STATES).map((make) => {
      const before = make()
      return cell(before, event(before))
    })
    return `| ${[name, ...cells].join(' | ')} |`
  })
  return [`| event | ${states.join(' | ')} |`, `|---|${states.map(() => '---').join('|')}|`, ...rows].join('\n')
}

test('the transition table of SPEC.md is what the client does, for every kind of state and every event', () => {
  const text = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8')
  const written = /<!-- transitions -->\n+([^]*?)\n+<!-- \/transitions -->/.exec(text)?.[1] ?? ''
  const tidy = (markdown: string) => markdown.replaceAll(/ *\| */g, '|').replaceAll(/-+/g, '-')
  expect(tidy(written)).toBe(tidy(table()))
})

test('I5 I10 whatever happens in whatever state: one in flight, no draft lost, no revision back, all that is sent was written ahead', () => {
  for (const make of Object.values(STATES)) {
    for (const [name, event] of Object.entries(EVENTS)) {
      const before = make()
      const { state, effects } = reduceSync(spec, before, event(before), env)
      const hadDraft = hasUnsaved(before)
      const mayEnd = name === 'ack of it' || name === 'discard'
      if (hadDraft && !mayEnd) expect([name, hasUnsaved(state)]).toEqual([name, true])
      // a document that is gone is made anew only when the person asks for it
      if (name !== 'retry') expect(state.confirmed?.revision ?? 0).toBeGreaterThanOrEqual(before.confirmed?.revision ?? 0)
      const sends = effects.flatMap((effect, index) => (effect.type === 'send' ? [index] : []))
      expect(sends.length).toBeLessThanOrEqual(1)
      for (const index of sends) expect([name, effects[index - 1]?.type]).toEqual([name, 'persist'])
    }
  }
})
