import { afterEach, expect, test, vi } from 'vitest'
import { renderView } from './render-view.tsx'

vi.mock('react-dom/client', () => ({ createRoot: () => ({ render: () => undefined, unmount: () => undefined }) }))
afterEach(() => vi.unstubAllGlobals())

/** A page inside a frame, and what its view posts to the host around it. */
function stubPage(): Array<{ method: string; params: Record<string, unknown> }> {
  const posted: Array<{ method: string; params: Record<string, unknown> }> = []
  const parent = { postMessage: (message: { method: string; params: Record<string, unknown> }) => posted.push(message) }
  const page = Object.assign(new EventTarget(), { parent, document: undefined })
  vi.stubGlobal('window', page)
  return posted
}

test.each([
  ['the modes that are named', { displayModes: ['inline', 'fullscreen'] as const }, ['inline', 'fullscreen']],
  ['inline alone, where none are named', {}, ['inline']],
])('S1.A.2 the host is told %s', (_case, options, told) => {
  const posted = stubPage()
  const view = renderView(<p />, { root: {} as Element, appInfo: { name: 'list', version: '1' }, ...options })
  expect(posted[0]).toMatchObject({ method: 'ui/initialize', params: { appCapabilities: { availableDisplayModes: told } } })
  view.unmount()
})
