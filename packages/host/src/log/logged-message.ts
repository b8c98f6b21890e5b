import type { ViewRecord } from '../core/conversation.ts'
import type { LogEntry } from './message-log.ts'

/** A message between the host and one frame of a view, for the log. */
export function loggedMessage(
  view: Pick<ViewRecord, 'id' | 'app'> | null,
  mountId: string,
  route: 'view-to-host' | 'host-to-view',
  message: unknown,
  at: number,
): LogEntry {
  const instanceId = view?.id ?? null
  return { at, route, app: view?.app ?? null, instanceId, channel: `${instanceId ?? ''} ${mountId}`, message }
}
