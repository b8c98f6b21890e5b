import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { AppError, type DisplayMode } from '@lockstep/contract'
import { connectView, type ViewRuntime } from '@lockstep/view'
import { browserEnvironment, type Environment } from './environment.ts'
import { IS_DEVELOPMENT, type ViewProblem } from './report-problem.ts'
import { StandaloneNote } from './standalone-note.tsx'
import { ViewErrorBoundary } from './view-error-boundary.tsx'
import { ViewProvider } from './view-provider.tsx'

export interface RenderViewOptions {
  /** Default: the element with id `root`. */
  root?: Element
  /** Default: connected to whatever host is around. */
  runtime?: ViewRuntime
  /** Told to the host. Default: the document's title, version 0. */
  appInfo?: { name: string; version: string }
  /** Modes this view is made for: a host grants no other, whatever the server says of the view. Default `['inline']`. */
  displayModes?: readonly DisplayMode[]
  /** Default: the browser's clock, chance and page. */
  environment?: Environment
  /** Told what a developer should mend, each thing once. Default: the console, in development only. */
  onProblem?: (problem: ViewProblem) => void
}

export interface RenderedView {
  readonly runtime: ViewRuntime
  readonly unmount: () => void
}

const rendered = new WeakMap<Element, RenderedView & { render: (element: ReactNode) => void }>()

/**
 * Connects to the host and renders a view, with an error boundary around it and a note where no host answers. Called again for the same root it renders
 * the new element into what is there, state kept; the options of the first call hold. @throws {AppError} VIEW_ROOT_MISSING
 */
export function renderView(element: ReactNode, options: RenderViewOptions = {}): RenderedView {
  const root = options.root ?? document.getElementById('root')
  if (root === null) {
    const advice = IS_DEVELOPMENT ? '; add one or pass `root`' : ''
    throw new AppError('VIEW_ROOT_MISSING', `expected an element with id "root", found none${advice}`, { blame: 'user' })
  }
  const view = rendered.get(root) ?? mount(root, options)
  view.render(element)
  return view
}

function mount(root: Element, options: RenderViewOptions) {
  const { appInfo = { name: document.title || 'view', version: '0' }, displayModes, onProblem } = options
  const runtime = options.runtime ?? connectView({ window, appInfo, displayModes })
  const environment = options.environment ?? browserEnvironment(window)
  const mounted = createRoot(root)
  const view = {
    runtime,
    render: (element: ReactNode) =>
      mounted.render(
        <ViewProvider runtime={runtime} environment={environment} onProblem={onProblem}>
          <StandaloneNote />
          <ViewErrorBoundary>{element}</ViewErrorBoundary>
        </ViewProvider>,
      ),
    unmount: () => {
      rendered.delete(root)
      mounted.unmount()
      runtime.dispose()
    },
  }
  rendered.set(root, view)
  return view
}
