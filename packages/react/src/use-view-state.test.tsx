import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { fakeEnvironment, fakeView } from '../test/fake-view.ts'
import { createReporter, type ViewProblem } from './report-problem.ts'
import { useViewState, type ViewStateOptions } from './use-view-state.ts'
import { ViewProvider } from './view-provider.tsx'

interface Private {
  draft: string
  file?: unknown
}

/** The setter as a view gets it, and all that came of it. */
function setUp(options: ViewStateOptions = {}) {
  const clock = createFakeClock()
  const { runtime, written } = fakeView({ clock })
  const problems: ViewProblem[] = []
  type Set = ReturnType<typeof useViewState<Private, { seen: string }>>[1]
  const taken: Set[] = []
  function Probe({ onSet }: { onSet: (set: Set) => void }) {
    const [, set] = useViewState<Private, { seen: string }>({ private: { draft: '' }, model: { seen: '' } }, options)
    onSet(set)
    return null
  }
  renderToString(
    <ViewProvider runtime={runtime} environment={fakeEnvironment(clock, null)} onProblem={(problem) => problems.push(problem)}>
      <Probe onSet={(set) => taken.push(set)} />
    </ViewProvider>,
  )
  const [set] = taken
  if (set === undefined) throw new Error('expected the probe to have rendered')
  return { set, written, problems, state: () => runtime.getSnapshot().viewState }
}

test('S1.C.5 S2.S.1 a secret is not written, its path is told, and the rest of the patch is', () => {
  const { set, written, problems, state } = setUp()
  set({ private: { draft: 'milk', file: { url: 'https://a.test/b?X-Amz-Signature=1', name: 'b' } }, model: { seen: 'a' } })
  expect(state()).toMatchObject({ private: { draft: 'milk', file: { name: 'b' } }, model: { seen: 'a' } })
  expect(JSON.stringify(written)).not.toContain('Signature')
  expect(problems).toEqual([{ code: 'state_secret', path: 'private.file.url', message: expect.stringContaining('a signed URL; it was not written') }])
})

test('S1.C.5 an e-mail address is written and told, once however often it is typed', () => {
  const { set, problems, state } = setUp()
  for (const draft of ['ada@example.co', 'ada@example.com']) set({ private: { draft } })
  expect(state().private).toEqual({ draft: 'ada@example.com' })
  expect(problems).toMatchObject([{ code: 'state_personal', path: 'private.draft' }])
})

test('S1.C.4 X3 each half has a budget of 4k tokens: past it the developer is told what costs most', () => {
  const { set, problems, state } = setUp()
  set({ private: { draft: 'x'.repeat(9_000) } })
  expect(problems).toEqual([])
  set({ model: { seen: 'y'.repeat(11_000) } })
  expect(problems).toEqual([
    { code: 'state_too_large', path: 'model', message: expect.stringMatching(/at most 4000 tokens, got about \d+ \(seen ~\d+\)/) },
  ])
  expect(state().model).toEqual({ seen: 'y'.repeat(11_000) })
})

test('S1.C.4 where that is to be an error, nothing is written', () => {
  const { set, written, problems } = setUp({ overBudget: 'error', maxTokens: 100 })
  expect(() => set({ private: { draft: 'x'.repeat(1_000) } })).toThrow(expect.objectContaining({ code: 'VIEW_STATE_TOO_LARGE' }))
  expect([written, problems]).toEqual([[], []])
  set({ private: { draft: 'x' } })
  expect(written).toHaveLength(1)
})

test('S1.B.4 what is no JSON is told, not thrown, and leaves the state as it was', () => {
  const { set, problems, state } = setUp()
  set({ private: { draft: 'milk' } })
  set({ private: { file: () => 1 } })
  expect(problems).toMatchObject([{ code: 'state_not_json', path: expect.stringContaining('private') }])
  expect(state().private).toEqual({ draft: 'milk' })
})

test('a problem without a listener goes to the developer’s console, once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  onTestFinished(() => warn.mockRestore())
  const report = createReporter(undefined)
  for (const path of ['a', 'a', 'b']) report({ code: 'state_secret', path, message: 'm' })
  expect(warn.mock.calls).toEqual([['[lockstep] state_secret at a: m'], ['[lockstep] state_secret at b: m']])
})
