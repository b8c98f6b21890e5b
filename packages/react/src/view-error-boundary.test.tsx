import { afterEach, expect, test, vi } from 'vitest'
import { ViewErrorBoundary } from './view-error-boundary.tsx'

afterEach(() => vi.unstubAllGlobals())

test('in development what broke is tried again when an edit is in, but not what the edit itself broke', () => {
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  const boundary = new ViewErrorBoundary({ children: null })
  const retry = vi.spyOn(boundary, 'setState').mockImplementation(() => undefined)
  const edit = (before: boolean, after: boolean) => {
    boundary.state = { hasFailed: before }
    page.dispatchEvent(new Event('lockstep:updating'))
    boundary.state = { hasFailed: after }
    page.dispatchEvent(new Event('lockstep:updated'))
    return retry.mock.calls.splice(0)
  }

  boundary.componentDidMount()
  expect(edit(true, true)).toEqual([[{ hasFailed: false }]])
  expect(edit(false, true)).toEqual([])
  boundary.componentWillUnmount()
  expect(edit(true, true)).toEqual([])
})
