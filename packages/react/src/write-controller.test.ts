import type { ToolResult } from '@lockstep/contract'
import { ViewError } from '@lockstep/view'
import { expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { fakeEnvironment, fakeView } from '../test/fake-view.ts'
import { KEPT_OPERATION_MS, WRITES_KEY } from './kept-operations.ts'
import { createWriteController, DOUBLE_CLICK_MS, IN_PROGRESS_WAIT_MS, RESEND_WAIT_MS, type WriteOptions } from './write-controller.ts'

type Fields = Record<string, unknown>
type Answer = ToolResult | Error | 'never'

const saved: ToolResult = { content: [{ type: 'text', text: 'Saved.' }], structuredContent: { id: 'n1' } }
const refused = (code: string, more: Fields = {}, meta: Fields = {}): ToolResult => ({
  content: [{ type: 'text', text: `The server said ${code}.` }],
  isError: true,
  _meta: { 'lockstep/error': { code, message: `The server said ${code}.`, ...more }, ...meta },
})

/** A write over a server that gives these answers in turn, the last one for ever. `life` is the view state an earlier life left. */
function setUp(answers: Answer[], { options = {}, widgetState, clock = createFakeClock() }: Setup = {}) {
  const view = fakeView({ clock, openai: { widgetState: widgetState ?? null } })
  const sent: Fields[] = []
  const said: string[] = []
  const news: boolean[] = []
  const environment = fakeEnvironment(clock, null)
  const controller = createWriteController<Fields, Fields, Fields>({
    runtime: {
      ...view.runtime,
      callTool: async (name, args) => {
        sent.push({ tool: name, ...args, keptAhead: keptIn(view.written.at(-1)) })
        const answer = answers.length > 1 ? answers.shift() : answers[0]
        if (answer === 'never' || answer === undefined) return new Promise(() => {})
        if (answer instanceof Error) throw answer
        return answer
      },
    },
    environment: { ...environment, newId: (prefix) => `${prefix}${clock.now()}-${environment.newId('')}` },
    announce: (text, isNews) => {
      said.push(text)
      news.push(isNews)
    },
    tool: 'save_note',
    key: options.key ?? 'save_note',
    options: () => options,
  })
  const ids = () => sent.map(({ operationId }) => operationId)
  const kept = () => keptIn(view.written.at(-1))
  return { clock, view, controller, sent, ids, said, news, kept, widgetState: () => view.written.at(-1) }
}

interface Setup {
  options?: WriteOptions<Fields, Fields>
  widgetState?: Fields | undefined
  clock?: ReturnType<typeof createFakeClock>
}

function keptIn(state: Fields | undefined): unknown {
  return (state?.['privateContent'] as Record<string, Fields> | null | undefined)?.[WRITES_KEY]?.['save_note'] ?? null
}

const note = { id: 'n1', title: 'Milk' }

test('S1.D.1 a write is kept ahead under one operation id, forgotten when answered, and its success is said', async () => {
  const { controller, sent, kept, said } = setUp([saved])
  expect(controller.getState()).toEqual({ kind: 'idle' })
  const done = controller.run(note)
  expect(controller.getState()).toEqual({ kind: 'pending' })
  expect(await done).toMatchObject({ kind: 'success', answer: { data: { id: 'n1' }, failure: null } })
  expect(sent).toEqual([
    {
      tool: 'save_note',
      ...note,
      operationId: expect.stringMatching(/^op_/),
      keptAhead: expect.objectContaining({ tool: 'save_note', input: note }),
    },
  ])
  expect(sent[0]?.['keptAhead']).toMatchObject({ operationId: sent[0]?.['operationId'] })
  expect(kept()).toBeNull()
  expect(said).toEqual(['Saved.'])
})

test('a double click is one call, whether the answer came between or not, and a later gesture is another operation', async () => {
  const { controller, ids, clock } = setUp([saved])
  const [first, second] = await Promise.all([controller.run(note), controller.run({ ...note })])
  expect(first).toBe(second)
  await clock.advance(DOUBLE_CLICK_MS - 1)
  expect(await controller.run(note)).toBe(first)
  expect(ids()).toHaveLength(1)
  await clock.advance(1)
  await controller.run(note)
  expect(new Set(ids()).size).toBe(2)
})

test('a press while the first is still on its way joins it, however long that takes', async () => {
  const { controller, ids, clock } = setUp([refused('in_progress', { retryAfterMs: DOUBLE_CLICK_MS * 4 }), saved])
  const first = controller.run(note)
  await clock.advance(DOUBLE_CLICK_MS * 2)
  const second = controller.run(note)
  await clock.advance(60_000)
  expect(await second).toBe(await first)
  expect([ids().length, new Set(ids()).size]).toEqual([2, 1])
})

test('S1.F.3 the same words after a second write are news', async () => {
  const { controller, said, news } = setUp([saved])
  await controller.run(note)
  await controller.run({ ...note, title: 'Bread' })
  expect([said, news]).toEqual([
    ['Saved.', 'Saved.'],
    [true, true],
  ])
})

test('where each press counts, the same input is another operation in its turn', async () => {
  const { controller, ids } = setUp([saved], { options: { sameInput: 'counts' } })
  await Promise.all([controller.run(note), controller.run(note)])
  await controller.run(note)
  expect(new Set(ids()).size).toBe(3)
})

test('another input waits for the one under way, and the same one that waits is not doubled', async () => {
  const { controller, sent } = setUp([saved])
  const other = { ...note, title: 'Bread' }
  await Promise.all([controller.run(note), controller.run(other), controller.run(other)])
  expect(sent.map(({ title }) => title)).toEqual(['Milk', 'Bread'])
})

test.each(['VIEW_TIMEOUT', 'VIEW_ABORTED'] as const)('S1.D.1 after %s nobody knows, and trying again goes under the same id', async (code) => {
  const { controller, ids, kept, said } = setUp([new ViewError(code, 'no answer'), saved])
  expect(await controller.run(note)).toMatchObject({ kind: 'unknown', failure: { code } })
  expect(kept()).toMatchObject({ input: note })
  expect(said.at(-1)).toContain('not known')
  expect(await controller.retry()).toMatchObject({ kind: 'success' })
  expect(ids()).toHaveLength(2)
  expect(ids()[0]).toBe(ids()[1])
})

test('S1.D.1 pressing Save again instead of Retry is the same operation while the answer is open', async () => {
  const { controller, ids } = setUp([new ViewError('VIEW_TIMEOUT', 'no answer'), saved])
  await controller.run(note)
  await controller.run({ ...note })
  expect(ids()[0]).toBe(ids()[1])
})

test('S1.D.1 a view that died unanswered comes back not knowing, sends nothing by itself, and asks under the same id', async () => {
  const first = setUp(['never'])
  void first.controller.run(note)
  await first.clock.advance(0)
  const second = setUp([saved], { widgetState: first.widgetState() })
  await second.clock.advance(60_000)
  expect(second.sent).toEqual([])
  expect(second.controller.getState()).toMatchObject({ kind: 'unknown', failure: { code: 'unanswered' } })
  expect(await second.controller.retry()).toMatchObject({ kind: 'success' })
  expect(second.ids()).toEqual(first.ids())
  expect(second.kept()).toBeNull()
})

test('what was left is not taken up when it is too old, of another tool, or no operation', async () => {
  const first = setUp(['never'])
  void first.controller.run(note)
  const late = createFakeClock()
  await late.advance(KEPT_OPERATION_MS + 1 + first.clock.now())
  expect(setUp([saved], { widgetState: first.widgetState(), clock: late }).controller.getState()).toEqual({ kind: 'idle' })
  for (const wrong of [
    { tool: 'drop_note', operationId: 'op_1', input: {}, at: 0 },
    { tool: 'save_note', operationId: 7, input: {}, at: 0 },
    'x',
    null,
  ]) {
    const widgetState = { modelContent: null, privateContent: { [WRITES_KEY]: { save_note: wrong } }, imageIds: [] }
    expect(setUp([saved], { widgetState }).controller.getState()).toEqual({ kind: 'idle' })
  }
})

test('S1.D.3 a question of the server is asked, yes goes out with its token, and the token is kept nowhere', async () => {
  const asks = refused('confirmation_required', { question: 'Delete the note?', confirmation: 'tok.en', expiresAt: 9 })
  const { controller, sent, kept, widgetState } = setUp([asks, saved])
  expect(await controller.run(note)).toEqual({ kind: 'confirming', question: 'Delete the note?' })
  expect(kept()).toBeNull()
  expect(await controller.run(note)).toEqual({ kind: 'confirming', question: 'Delete the note?' })
  expect(sent).toHaveLength(1)
  expect(await controller.confirm()).toMatchObject({ kind: 'success' })
  expect(sent[1]).toMatchObject({ ...note, confirmation: 'tok.en', operationId: sent[0]?.['operationId'], keptAhead: { input: note } })
  expect(JSON.stringify([sent[1]?.['keptAhead'], widgetState()])).not.toContain('tok.en')
})

test('S1.D.3 no to a question sends nothing, and an answer that came too late is asked anew', async () => {
  const asks = (confirmation: string) => refused('confirmation_required', { question: `Delete ${confirmation}?`, confirmation })
  const { controller, sent } = setUp([asks('one'), asks('two'), asks('three')])
  await controller.run(note)
  controller.cancel()
  expect(controller.getState()).toEqual({ kind: 'idle' })
  expect(await controller.confirm()).toEqual({ kind: 'idle' })
  expect(sent).toHaveLength(1)
  await controller.run(note)
  expect(sent[1]?.['confirmation']).toBeUndefined()
  expect(await controller.confirm()).toEqual({ kind: 'confirming', question: 'Delete three?' })
})

test('S1.D.3 a question of the view comes before any call', async () => {
  const { controller, sent } = setUp([saved], { options: { confirm: ({ title }) => (title === '' ? null : 'Really?') } })
  expect(await controller.run(note)).toEqual({ kind: 'confirming', question: 'Really?' })
  controller.cancel()
  expect(sent).toEqual([])
  await controller.run(note)
  expect(await controller.confirm()).toMatchObject({ kind: 'success' })
  expect(await controller.run({ ...note, title: '' })).toMatchObject({ kind: 'success' })
  expect(sent).toHaveLength(2)
})

test.each([
  ['not_found', 'error', false],
  ['operation_conflict', 'error', false],
  ['VIEW_REFUSED', 'error', false],
  ['VIEW_UNKNOWN_TOOL', 'error', false],
  ['outcome_unknown', 'unknown', false],
  ['timed_out', 'unknown', true],
  ['invalid_output', 'unknown', true],
  ['over_budget', 'unknown', true],
  ['cancelled', 'error', false],
  ['unavailable', 'error', true],
  ['rate_limited', 'error', true],
  ['internal_error', 'error', true],
] as const)('after %s it is %s; the same id again: %s', async (code, kind, isSameId) => {
  const answer = code.startsWith('VIEW_') ? new ViewError(code as 'VIEW_REFUSED', 'no') : refused(code)
  const { controller, ids, kept } = setUp([answer, saved])
  expect(await controller.run(note)).toMatchObject({ kind, failure: { code } })
  expect(kept() !== null).toBe(isSameId)
  await controller.retry()
  expect(ids()[0] === ids()[1]).toBe(isSameId)
})

test('done, though the server did not keep its long answer, is a success without data', async () => {
  const { controller, view, kept } = setUp([refused('answer_not_kept')], { options: { reconcile: { clear: ['draft'] } } })
  view.runtime.setViewState({ private: { draft: 'x' } })
  expect(await controller.run(note)).toEqual({ kind: 'success', answer: null })
  expect([kept(), view.runtime.getSnapshot().viewState.private]).toEqual([null, {}])
})

test('a stored refusal that is replayed ends its id: the same id would be told the same for ever', async () => {
  const { controller, ids } = setUp([refused('internal_error', {}, { 'lockstep/replayed': true }), saved])
  await controller.run(note)
  await controller.retry()
  expect(new Set(ids()).size).toBe(2)
})

test('while the server is still at it the view asks again when it is told to, and gives up as not known', async () => {
  const { controller, clock, ids } = setUp([refused('in_progress', { retryAfterMs: 300 }), refused('in_progress'), saved])
  const done = controller.run(note)
  await clock.advance(299)
  expect(ids()).toHaveLength(1)
  await clock.advance(1)
  expect(ids()).toHaveLength(2)
  await clock.advance(IN_PROGRESS_WAIT_MS)
  expect(await done).toMatchObject({ kind: 'success' })
  expect(new Set(ids()).size).toBe(1)

  const stuck = setUp([refused('in_progress')])
  const never = stuck.controller.run(note)
  await stuck.clock.advance(60_000)
  expect(await never).toMatchObject({ kind: 'unknown', failure: { code: 'in_progress' } })
  expect(stuck.kept()).not.toBeNull()
})

test('what did not get through is sent once more under the same id, then it is not known', async () => {
  const lost = new ViewError('VIEW_TRANSPORT', 'gone')
  const { controller, clock, ids } = setUp([lost])
  const done = controller.run(note)
  await clock.advance(RESEND_WAIT_MS)
  expect(await done).toMatchObject({ kind: 'unknown' })
  expect([ids().length, new Set(ids()).size]).toEqual([2, 1])
})

test('a tool that counts for itself gets no id of ours and nothing twice', async () => {
  const { controller, clock, sent } = setUp([new ViewError('VIEW_TRANSPORT', 'gone')], { options: { once: 'own' } })
  const done = controller.run(note)
  await clock.advance(60_000)
  expect(await done).toMatchObject({ kind: 'unknown' })
  expect(sent).toHaveLength(1)
  expect('operationId' in (sent[0] ?? {})).toBe(false)
})

test('an operation of elsewhere goes on under its id', async () => {
  const { controller, ids } = setUp([saved])
  await controller.run(note, { operationId: 'op_mine' })
  expect(ids()).toEqual(['op_mine'])
})

test('S1.E.8 an error keeps drafts and says what the app wants said', async () => {
  const { controller, view, said } = setUp([refused('too_long', { path: 'title' })], {
    options: { reconcile: { clear: ['draft'] }, words: { error: ({ path }) => `Shorten the ${path}.` } },
  })
  view.runtime.setViewState({ private: { draft: 'Milk' } })
  expect(await controller.run(note)).toMatchObject({ kind: 'error', failure: { path: 'title' } })
  expect(view.runtime.getSnapshot().viewState.private).toEqual({ draft: 'Milk' })
  expect(said).toEqual(['Shorten the title.'])
})

test('a state that is shown is told to whoever listens, and cancelling closes it', async () => {
  const { controller, kept } = setUp([new ViewError('VIEW_TIMEOUT', 'no answer')])
  const kinds: string[] = []
  const stop = controller.subscribe(() => kinds.push(controller.getState().kind))
  await controller.run(note)
  controller.cancel()
  stop()
  await controller.run(note)
  expect(kinds).toEqual(['pending', 'unknown', 'idle'])
  expect(kept()).not.toBeNull()
})

test('a write keeps what others have in the private state, and another key of the same tool is another write', async () => {
  const options = { key: 'row-2' }
  const { controller, view } = setUp(['never'], { options })
  view.runtime.setViewState({ private: { draft: 'x', [WRITES_KEY]: { 'row-1': { tool: 'save_note' } } } })
  void controller.run(note)
  expect(view.runtime.getSnapshot().viewState.private).toMatchObject({
    draft: 'x',
    [WRITES_KEY]: { 'row-1': { tool: 'save_note' }, 'row-2': { tool: 'save_note', input: note } },
  })
})

test('S1.C.5 an input with a secret in it is sent and not kept', async () => {
  const { controller, sent, view } = setUp(['never'])
  void controller.run({ id: 'n1', password: 'correct horse' })
  await Promise.resolve()
  expect(sent[0]).toMatchObject({ password: 'correct horse', keptAhead: null })
  expect(view.written).toEqual([])
})
