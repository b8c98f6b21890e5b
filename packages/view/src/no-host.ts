import { toViewError, ViewError } from './view-error.ts'
import type { ViewHost } from './view-host.ts'

/** Nobody there: the `host` of a runtime made up for a test or a preview. */
export const noHost: ViewHost = {
  settled: Promise.resolve(),
  offers: () => null,
  openAi: () => undefined,
  request: (method) => Promise.reject(new ViewError('VIEW_TRANSPORT', `expected a host to ask for ${method}, found none`)),
  notify: () => undefined,
  wait: async (call, what) => {
    try {
      return await call()
    } catch (cause) {
      throw toViewError(cause, what)
    }
  },
}
