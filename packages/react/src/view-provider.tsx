import type { ReactNode } from 'react'
import type { ViewRuntime } from '@lockstep/view'
import { createAnnouncerStore } from './announcer-store.ts'
import type { Environment } from './environment.ts'
import { createReporter, type ViewProblem } from './report-problem.ts'
import { useKept } from './use-kept.ts'
import { ViewContext } from './view-context.ts'

export interface ViewProviderProps {
  runtime: ViewRuntime
  environment: Environment
  /** Told what a developer should mend, each thing once; read once. Default: the console, in development only. */
  onProblem?: ((problem: ViewProblem) => void) | undefined
  children: ReactNode
}

/** Gives the hooks their runtime; `renderView` does it for a whole view. */
export function ViewProvider({ runtime, environment, onProblem, children }: ViewProviderProps) {
  const services = useKept(
    () => ({ runtime, environment, announcer: createAnnouncerStore(), report: createReporter(onProblem) }),
    // a listener written inline must not give the whole view new services
    [runtime, environment],
  )
  return <ViewContext.Provider value={services}>{children}</ViewContext.Provider>
}
