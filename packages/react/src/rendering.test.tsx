import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { fakeEnvironment, fakeView } from '../test/fake-view.ts'
import { Announcer } from './announcer.tsx'
import { createAnnouncerStore } from './announcer-store.ts'
import { ConfirmButton } from './confirm-button.tsx'
import { useDocument } from './use-document.ts'
import { useHostContext, useToolResult, useView } from './use-view.ts'
import { useViewState } from './use-view-state.ts'
import { ViewErrorBoundary } from './view-error-boundary.tsx'
import { ViewProvider } from './view-provider.tsx'

function render(element: ReactNode, openai: Record<string, unknown> = {}): string {
  const clock = createFakeClock()
  const { runtime } = fakeView({ clock, openai })
  return renderToString(
    <ViewProvider runtime={runtime} environment={fakeEnvironment(clock, null)}>
      {element}
    </ViewProvider>,
  ).replaceAll('<!-- -->', '')
}

test('the first paint has the tool result and the host context, without an effect having run', () => {
  function Probe() {
    const count = useToolResult()?.structuredContent?.['count']
    return <p>{[useView().connection, String(count), useHostContext().locale].join(' ')}</p>
  }
  expect(render(<Probe />, { toolOutput: { count: 2 }, locale: 'de-DE' })).toBe('<p>openai 2 de-DE</p>')
})

test('the first paint of a document is its snapshot', () => {
  const channel = { send: () => Promise.reject(new Error('not to be called')), fetchSnapshot: () => Promise.reject(new Error('not to be called')) }
  const snapshot = { documentId: 'c_1', epoch: 'e1', revision: 3, value: { lines: { apple: 2 } } }
  function Probe() {
    const { value, revision, sync } = useDocument({
      spec: { name: 'cart', fields: { lines: { kind: 'counters', max: 9 } } },
      documentId: 'c_1',
      snapshot,
      channel,
    })
    return <p>{[value['lines']?.['apple'], revision, sync.kind].join(' ')}</p>
  }
  expect(render(<Probe />)).toBe('<p>2 3 saved</p>')
})

test('M22 kept state goes over the defaults, and nothing kept leaves the defaults', () => {
  function Probe() {
    const [state] = useViewState({ private: { draft: '', open: true }, model: { selected: 'none' } })
    return <p>{JSON.stringify(state)}</p>
  }
  const text = (html: string) => JSON.parse(html.replaceAll('&quot;', '"').slice(3, -4)) as unknown
  expect(text(render(<Probe />, { widgetState: null }))).toEqual({ private: { draft: '', open: true }, model: { selected: 'none' } })
  const widgetState = { privateContent: { draft: 'x' }, modelContent: null, imageIds: [] }
  expect(text(render(<Probe />, { widgetState }))).toEqual({ private: { draft: 'x', open: true }, model: { selected: 'none' } })
})

test('the live region is there, polite and empty, before it has anything to say', () => {
  expect(render(<Announcer className="sr" />)).toBe('<div role="status" aria-live="polite" aria-atomic="true" class="sr"></div>')
})

test('the same text is announced once', () => {
  const store = createAnnouncerStore()
  let calls = 0
  store.subscribe(() => (calls += 1))
  for (const text of ['Saved', 'Saved', 'Saving', 'Saved']) store.announce(text)
  expect([calls, store.getText()]).toEqual([3, 'Saved'])
  for (const _time of [1, 2]) store.announce('Saved', true)
  expect([calls, store.getText().trim()]).toEqual([5, 'Saved'])
})

test('a button that confirms is one button until asked', () => {
  const html = render(
    <ConfirmButton question="Empty the cart?" confirmLabel="Empty" onConfirm={() => {}} className="quiet">
      Clear
    </ConfirmButton>,
  )
  expect(html).toBe('<button type="button" class="quiet">Clear</button>')
})

test('what failed to render says what is safe and how to go on', () => {
  const boundary = new ViewErrorBoundary({ children: 'fine' })
  expect(boundary.render()).toBe('fine')
  boundary.state = ViewErrorBoundary.getDerivedStateFromError()
  const html = renderToString(boundary.render())
  expect(html).toMatch(/role="alert".*saved is safe.*<button type="button">Try again<\/button>/)
})

test('a hook outside a view says what is missing', () => {
  function Probe() {
    return <p>{useView().connection}</p>
  }
  expect(() => renderToString(<Probe />)).toThrow(
    expect.objectContaining({ code: 'VIEW_CONTEXT_MISSING', message: expect.stringContaining('renderView') }),
  )
})
