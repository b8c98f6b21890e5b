import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { AppError } from '@lockstep/contract'
import { connectView, type ViewRuntime } from '@lockstep/view'
import { browserEnvironment, type Environment } from './environment.ts'
import { ViewErrorBoundary } from './view-error-boundary.tsx'
import { ViewProvider } from './view-provider.tsx'

export interface RenderViewOptions {
  /** Default: the element with id `root`. */
  root?: Element
  /** Default: connected to whatever host is around. */
  runtime?: ViewRuntime
  /** Told to the host. Default: the document's title, version 0. */
  appInfo?: { name: string; version: string }
  /** Default: the browser's clock, chance and page. */
  environment?: Environment
}

/** Connects to the host and renders a view, with an error boundary around it. @throws {AppError} VIEW_ROOT_MISSING */
export function renderView(element: ReactNode, options: RenderViewOptions = {}): { runtime: ViewRuntime; unmount: () => void } {
  const root = options.root ?? document.getElementById('root')
  if (root === null)
    throw new AppError('VIEW_ROOT_MISSING', 'expected an element with id "root", found none; add one or pass `root`', { blame: 'user' })
  const runtime = options.runtime ?? connectView({ window, appInfo: options.appInfo ?? { name: document.title || 'view', version: '0' } })
  const environment = options.environment ?? browserEnvironment(window)
  const mounted = createRoot(root)
  mounted.render(
    <ViewProvider runtime={runtime} environment={environment}>
      <ViewErrorBoundary>{element}</ViewErrorBoundary>
    </ViewProvider>,
  )
  return {
    runtime,
    unmount: () => {
      mounted.unmount()
      runtime.dispose()
    },
  }
}
