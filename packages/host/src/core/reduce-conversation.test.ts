import { describe, expect, it } from 'vitest'
import { createConversation, type Conversation, type ViewRecord } from './conversation.ts'
import type { ConversationEvent, OpenedCall } from './conversation-event.ts'
import { reduceConversation, TRACE_MAX_EVENTS } from './reduce-conversation.ts'

const call: OpenedCall = {
  entryId: 'e1',
  at: 1,
  app: 'a',
  tool: 't',
  title: 'T',
  statusText: 'Running T…',
  phase: 'running',
  input: { x: 1 },
  fields: [],
  reason: null,
  isDestructive: false,
  isOpenWorld: false,
  by: 'model',
  viewNote: null,
}
const view = { id: 'v1', app: 'a', entryId: 'e1', phase: 'loading', violations: [], widgetState: null, modelContext: null } as unknown as ViewRecord

function after(...events: ConversationEvent[]): Conversation {
  return events.reduce(reduceConversation, createConversation('c'))
}

describe('reduceConversation', () => {
  it('keeps what was said in order, and results apart from calls', () => {
    const state = after(
      { type: 'message.said', entryId: 'u', at: 0, message: { text: 'hi', by: 'person', author: null } },
      { type: 'call.opened', ...call },
      { type: 'call.answered', entryId: 'e1', result: { content: [{ type: 'text', text: 'ok' }] }, tookMs: 4, statusText: 'T is done' },
      { type: 'assistant.said', entryId: 'b', at: 2, text: 'ok' },
    )
    expect(state.timeline).toEqual([
      { kind: 'entry', entryId: 'u' },
      { kind: 'entry', entryId: 'e1' },
      { kind: 'result', entryId: 'e1' },
      { kind: 'entry', entryId: 'b' },
    ])
    expect(state.entries[1]).toMatchObject({ kind: 'tool', phase: 'done', tookMs: 4, statusText: 'T is done' })
  })

  it('tells a tool’s own error from a failed call', () => {
    const said = after(
      { type: 'call.opened', ...call },
      { type: 'call.answered', entryId: 'e1', result: { content: [{ type: 'text', text: 'no milk' }], isError: true }, tookMs: 1, statusText: 'x' },
    )
    expect(said.entries[0]).toMatchObject({ phase: 'failed', error: { kind: 'tool', message: 'no milk' } })
    const failed = after(
      { type: 'call.opened', ...call },
      { type: 'call.failed', entryId: 'e1', error: { kind: 'transport', message: 'away' }, tookMs: null },
    )
    expect(failed.entries[0]).toMatchObject({ phase: 'failed', result: null, error: { kind: 'transport', message: 'away' } })
  })

  it('keeps one item of a view’s context in the timeline, the newest', () => {
    const state = after(
      { type: 'call.opened', ...call },
      { type: 'view.opened', view },
      { type: 'view.toldModel', instanceId: 'v1', modelContext: { structuredContent: { n: 1 } }, updateId: 'u1' },
      { type: 'view.keptState', instanceId: 'v1', widgetState: { n: 1 }, shownFileIds: [] },
      { type: 'view.toldModel', instanceId: 'v1', modelContext: { structuredContent: { n: 2 } }, updateId: 'u2' },
    )
    expect(state.timeline.slice(1)).toEqual([
      { kind: 'widget-state', instanceId: 'v1' },
      { kind: 'model-context', instanceId: 'v1' },
    ])
    expect(state.views[0]?.modelContext).toEqual({ structuredContent: { n: 2 } })
    expect(state.entries[0]).toMatchObject({ instanceId: 'v1' })
  })

  it('returns the same object for events about something unknown', () => {
    const state = createConversation('c')
    const unknown: ConversationEvent[] = [
      { type: 'call.approved', entryId: 'x', statusText: '' },
      { type: 'call.failed', entryId: 'x', error: { kind: 'tool', message: '' }, tookMs: null },
      { type: 'view.changed', instanceId: 'x', change: { heightPx: 3 } },
      { type: 'view.toldModel', instanceId: 'x', modelContext: {}, updateId: 'u' },
      { type: 'view.contextRemoved', instanceId: 'x' },
      { type: 'pick.answered', pickId: 'x' },
      { type: 'download.answered', downloadId: 'x' },
      { type: 'draft.taken', draftId: 'x' },
      { type: 'turn.ended' },
    ]
    for (const event of unknown) expect(reduceConversation(state, event)).toBe(state)
  })

  it('H19 H20 what a view asked the person goes with the view, but for a link: one that checks out and closes leaves it behind', () => {
    const asked = { id: 'q', app: 'a', instanceId: 'v1' }
    const state = after(
      { type: 'view.opened', view },
      { type: 'link.asked', link: { ...asked, url: 'https://example.com/', isTrusted: false } },
      { type: 'pick.asked', pick: asked },
      { type: 'pick.asked', pick: { ...asked, instanceId: 'v2' } },
      { type: 'download.asked', download: { ...asked, files: [] } },
    )
    const closed = reduceConversation(state, { type: 'view.changed', instanceId: 'v1', change: { phase: 'closed' } })
    expect([closed.links.length, closed.downloads, closed.picks.map(({ instanceId }) => instanceId)]).toEqual([1, [], ['v2']])
  })

  it('never changes the state it was given', () => {
    const state = Object.freeze({ ...after({ type: 'call.opened', ...call }), entries: Object.freeze([]) as never })
    expect(() => reduceConversation(state, { type: 'assistant.said', entryId: 'b', at: 1, text: 'x' })).not.toThrow()
    expect(state.entries).toEqual([])
  })

  it('forgets old trace events and goes on counting', () => {
    let state = createConversation('c')
    for (let index = 0; index < TRACE_MAX_EVENTS + 5; index += 1) state = reduceConversation(state, { type: 'traced', at: 0, name: 'x', detail: {} })
    expect(state.trace).toHaveLength(TRACE_MAX_EVENTS)
    expect(state.trace.at(-1)?.seq).toBe(TRACE_MAX_EVENTS + 5)
  })

  it('after a restart fails what ran and keeps what waits for the person', () => {
    const state = after(
      { type: 'turn.started' },
      { type: 'call.opened', ...call },
      { type: 'call.opened', ...call, entryId: 'e2', phase: 'awaiting-approval' },
      { type: 'restored' },
    )
    expect(state.isTurnRunning).toBe(false)
    expect(state.entries.map((entry) => (entry.kind === 'tool' ? entry.phase : null))).toEqual(['failed', 'awaiting-approval'])
  })
})
