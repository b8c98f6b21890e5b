import { useMemo, type ReactNode } from 'react'
import type { ViewRuntime } from '@lockstep/view'
import { createAnnouncerStore } from './announcer-store.ts'
import type { Environment } from './environment.ts'
import { ViewContext } from './view-context.ts'

/** Gives the hooks their runtime; `renderView` does it for a whole view. */
export function ViewProvider({ runtime, environment, children }: { runtime: ViewRuntime; environment: Environment; children: ReactNode }) {
  const services = useMemo(() => ({ runtime, environment, announcer: createAnnouncerStore() }), [runtime, environment])
  return <ViewContext.Provider value={services}>{children}</ViewContext.Provider>
}
