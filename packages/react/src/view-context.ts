import { createContext, useContext } from 'react'
import { AppError } from '@lockstep/contract'
import type { ViewRuntime } from '@lockstep/view'
import type { AnnouncerStore } from './announcer-store.ts'
import type { Environment } from './environment.ts'
import { IS_DEVELOPMENT, type ViewProblem } from './report-problem.ts'

export interface ViewServices {
  readonly runtime: ViewRuntime
  readonly announcer: AnnouncerStore
  readonly environment: Environment
  /** Tells the developer; each problem once. */
  readonly report: (problem: ViewProblem) => void
}

export const ViewContext = createContext<ViewServices | null>(null)

/** @throws {AppError} VIEW_CONTEXT_MISSING outside `renderView` and `ViewProvider`. */
export function useViewServices(): ViewServices {
  const services = useContext(ViewContext)
  if (services === null) {
    const advice = IS_DEVELOPMENT ? '; render with renderView() or inside <ViewProvider>' : ''
    throw new AppError('VIEW_CONTEXT_MISSING', `expected a view around this hook, found none${advice}`, { blame: 'user' })
  }
  return services
}
