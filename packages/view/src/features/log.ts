import { VIEW_TO_HOST, type LogLevel } from '@lockstep/contract'
import type { ViewRuntime } from '../view-runtime.ts'

/** A line in the host's log, where it keeps one (`hostCapabilities.logging`); nowhere else. Never a secret. */
export function log(runtime: ViewRuntime, level: LogLevel, data: unknown, logger?: string): void {
  const { host } = runtime
  void host.settled.then(() => {
    if (host.offers()?.['logging'] === undefined) return
    host.notify(VIEW_TO_HOST.log, { level, data, ...(logger === undefined ? {} : { logger }) })
  })
}
