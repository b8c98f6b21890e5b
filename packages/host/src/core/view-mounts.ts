import type { ViewDelivery } from '../api/host-state.ts'
import type { FrameSurroundings } from '../sandbox/simulate-media.ts'
import { loggedMessage } from '../log/logged-message.ts'
import { openAiMembers } from '../platforms/offered-members.ts'
import { findView, type ViewRecord } from './conversation.ts'
import type { ViewChange } from './conversation-event.ts'
import type { ViewActionsOptions } from './view-actions/action-context.ts'
import { createViewActions } from './view-actions/create-view-actions.ts'
import { environmentOf, hostContextOf, openAiGlobalsOf, resultForView, surroundingsOf } from './view-environment.ts'
import type { ViewHostOptions } from './view-host-options.ts'
import { refused } from './view-refusal.ts'
import { createViewSession, type ViewSession } from './view-session.ts'

/** Frames of one view that are served at the same time (the page in several tabs); the oldest goes. */
const MOUNTS_MAX = 4

export interface ViewMountsOptions extends ViewHostOptions {
  change(instanceId: string, next: ViewChange): void
  /** What the newest document of a view came with; null = none was served. */
  servedSurroundings(instanceId: string): FrameSurroundings | null
  /** What a view can do to its own place and life. */
  doings(instanceId: string): Pick<ViewActionsOptions, 'setDisplayMode' | 'openModal' | 'close' | 'closeAfterAnswer'>
}

/** The frames of all views, each with its own end of the bridges. */
export interface ViewMounts {
  of(instanceId: string): ViewSession[]
  /** Made when it is not known yet. */
  sessionFor(instanceId: string, mountId: string): ViewSession
  find(instanceId: string, mountId: string): ViewSession | null
  /** All frames of a view are gone, or one of them. */
  forget(instanceId: string, mountId?: string): void
  forgetAll(): void
  unacknowledged(): ViewDelivery[]
}

/** Tells every view what is new about it as soon as its record changed. */
export function createViewMounts(options: ViewMountsOptions): ViewMounts {
  const { store, apps, clock, change, doings } = options
  const sessions = new Map<string, Map<string, ViewSession>>()
  const pushed = new Map<string, ViewRecord>()
  const view = (instanceId: string): ViewRecord | null => findView(store.get(), instanceId)
  const sessionsOf = (instanceId: string): ViewSession[] => [...(sessions.get(instanceId)?.values() ?? [])]

  store.subscribe(() => {
    for (const record of store.get().views) {
      if (pushed.get(record.id) === record) continue
      pushed.set(record.id, record)
      for (const session of sessionsOf(record.id)) session.push()
    }
  })

  function sessionFor(instanceId: string, mountId: string): ViewSession {
    const mounts = sessions.get(instanceId) ?? new Map<string, ViewSession>()
    sessions.set(instanceId, mounts)
    const known = mounts.get(mountId)
    if (known !== undefined) return known
    const session: ViewSession = createViewSession({
      instanceId,
      mountId,
      clock,
      faults: options.faults,
      actions: createViewActions(instanceId, {
        ...options,
        view: () => view(instanceId),
        declaredModes: () => session.declaredModes,
        change: (next) => change(instanceId, next),
        ...doings(instanceId),
      }),
      picture: () => {
        const record = view(instanceId)
        if (record === null) throw refused('This view is closed.')
        const environment = environmentOf(options.profile(), options.settings())
        const tool = apps.findTool(record.app, record.toolName)?.raw ?? null
        return {
          view: record,
          hostContext: hostContextOf(record, tool, environment),
          globals: openAiGlobalsOf(record, environment),
          toolResult: resultForView(record, environment.profile),
          surroundings: surroundingsOf(environment),
        }
      },
      served: options.servedSurroundings(instanceId),
      bridge: () => options.profile().offers.bridge,
      openAiMembers: () =>
        options.profile().offers.openai === null ? null : openAiMembers(options.profile(), options.settings(), options.withheldMembers()),
      deliver(delivery) {
        if (!isOurs(delivery.message)) options.log.record(loggedMessage(view(instanceId), mountId, 'host-to-view', delivery.message, clock.now()))
        options.deliver(delivery)
      },
      onTalk: () => {
        const phase = view(instanceId)?.phase
        // A frame that was given up and talks after all is there: only our own documents can.
        if (phase === 'loading' || phase === 'lost') change(instanceId, { phase: 'live' })
      },
    })
    mounts.set(mountId, session)
    const [oldest] = mounts.keys()
    if (mounts.size > MOUNTS_MAX && oldest !== undefined) forgetOne(instanceId, oldest)
    return session
  }

  function forgetOne(instanceId: string, mountId: string): void {
    sessions.get(instanceId)?.get(mountId)?.end()
    sessions.get(instanceId)?.delete(mountId)
  }

  function forget(instanceId: string, mountId?: string): void {
    if (mountId !== undefined) return forgetOne(instanceId, mountId)
    for (const session of sessionsOf(instanceId)) session.end()
    sessions.delete(instanceId)
  }

  return {
    of: sessionsOf,
    sessionFor,
    find: (instanceId, mountId) => sessions.get(instanceId)?.get(mountId) ?? null,
    forget,
    forgetAll() {
      for (const instanceId of [...sessions.keys()]) {
        // Nobody waits for the answer: the frames are gone with the conversation.
        for (const session of sessionsOf(instanceId)) void session.teardown('a new conversation was started')
        forget(instanceId)
      }
      pushed.clear()
    },
    unacknowledged: () => [...sessions.values()].flatMap((mounts) => [...mounts.values()].flatMap((session) => [...session.unacknowledged()])),
  }
}

/** Between the host and its own scripts in the frame: no message of the platform's. */
function isOurs({ method }: Record<string, unknown>): boolean {
  return typeof method === 'string' && method.startsWith('lockstep/')
}
