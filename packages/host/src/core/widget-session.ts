import { RESULT_META } from '@lockstep/contract'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { Conversation, ViewRecord } from './conversation.ts'

/** What `openai/widgetSessionId` follows from. */
type MountedView = Pick<ViewRecord, 'id' | 'frameKey' | 'toolResult'>

/**
 * `openai/widgetSessionId` of a view as it is mounted now: another after each remount, the same for all its results until then (H11). A server that
 * sets one of its own, to share a widget's state between turns, keeps it (X28). @see openai-apps-sdk-examples, shopping cart (checked 2026-11-21)
 */
export function widgetSessionIdOf(view: MountedView): string {
  return serverSessionId(view.toolResult) ?? (view.frameKey === 1 ? view.id : `${view.id}.${view.frameKey}`)
}

/** A result as a view gets it: with the id of the mount, on platforms that tell it. */
export function markedResult<Result extends Record<string, unknown>>(
  result: Result,
  view: MountedView,
  { offers }: Pick<PlatformProfile, 'offers'>,
): Result {
  if (!offers.tellsWidgetSession) return result
  return { ...result, _meta: { [RESULT_META.widgetSessionId]: widgetSessionIdOf(view), ...metaOf(result) } }
}

/** The state that a new view starts with: that of its server's widget session, when it names one that has a state; else none (H12, X28). */
export function sharedState(conversation: Conversation, app: string, result: Record<string, unknown> | null): Record<string, unknown> | null {
  const sessionId = serverSessionId(result)
  if (sessionId === null) return null
  const newest = conversation.timeline.findLast(
    (item) => item.kind === 'widget-state' && conversation.views.some((view) => isOf(view, item.instanceId, app, sessionId)),
  )
  return newest?.kind === 'widget-state' ? (conversation.views.find(({ id }) => id === newest.instanceId)?.widgetState ?? null) : null
}

function isOf(view: ViewRecord, instanceId: string, app: string, sessionId: string): boolean {
  return view.id === instanceId && view.app === app && serverSessionId(view.toolResult) === sessionId
}

function serverSessionId(result: Record<string, unknown> | null): string | null {
  const id = result === null ? undefined : metaOf(result)[RESULT_META.widgetSessionId]
  return typeof id === 'string' && id !== '' ? id : null
}

function metaOf(result: Record<string, unknown>): Record<string, unknown> {
  const meta = result['_meta']
  return typeof meta === 'object' && meta !== null && !Array.isArray(meta) ? { ...meta } : {}
}
