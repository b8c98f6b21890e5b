import type { Instance } from '../../api/host-state.ts'
import { callGate, frameGate, htmlGate, mimeGate, readGate, scriptGate, templateGate } from './document-gates.ts'
import { hasPainted, initializedGate, initializeGate } from './handshake-gates.ts'
import { corsGate, cspGate, errorGate, paintGate } from './outcome-gates.ts'
import { waiting, type CheckOutcome, type CheckSubject, type ViewCheck, type ViewGate } from './view-check.ts'

export type * from './view-check.ts'

const TITLES: Record<ViewGate, string> = {
  template: 'The tool has a view',
  call: 'The tool answered',
  read: 'The resource was read',
  mime: 'It has the MIME type of a view',
  html: 'It is a valid HTML document',
  frame: 'The frame loaded',
  script: 'Scripts run in it',
  initialize: 'It sent ui/initialize',
  initialized: 'It sent ui/notifications/initialized',
  csp: 'Nothing was blocked by its content security policy',
  cors: 'Every server let it read its answer',
  paint: 'It painted something',
  error: 'Nothing went wrong unnoticed',
}

/**
 * Why a widget is blank: every gate between a call and something to see, from what the host has seen so far. Pure; it changes as time passes,
 * because silence means something after a while.
 */
export function viewChecks(subject: CheckSubject): ViewCheck[] {
  const { instance } = subject
  const outcomes: Record<ViewGate, CheckOutcome> = {
    template: templateGate(subject),
    call: callGate(subject),
    ...(instance === null ? BEFORE_MOUNT : mountedOutcomes(instance, subject.now)),
  }
  return GATES.map((gate) => ({ gate, title: TITLES[gate], ...outcomes[gate] }))
}

/** The gate to mend first; null when none failed. */
export function firstFailing(checks: readonly ViewCheck[]): ViewCheck | null {
  return checks.find(({ status }) => status === 'failed') ?? null
}

/** Nothing can be seen of it: what the card of a call tells without being asked. */
export function isBlank(instance: Instance): boolean {
  return instance.mountFailure !== null || !hasPainted(instance)
}

type MountedGate = Exclude<ViewGate, 'template' | 'call'>

function mountedOutcomes(instance: Instance, time: number): Record<MountedGate, CheckOutcome> {
  // The silence of a parked view says nothing: it has no frame.
  const now = Math.min(time, instance.steps.parkedAt ?? time)
  const causes = {
    html: htmlGate(instance),
    frame: frameGate(instance, now),
    csp: cspGate(instance),
    cors: corsGate(instance),
    error: errorGate(instance),
  }
  const hasCause = Object.values(causes).some(({ status }) => status === 'failed')
  const handshake = {
    initialize: initializeGate(instance, now, hasCause),
    initialized: initializedGate(instance, now, hasCause),
  }
  const isShaken = Object.values(handshake).every(({ status }) => status !== 'failed' && status !== 'waiting')
  return {
    read: readGate(instance),
    mime: mimeGate(instance),
    script: scriptGate(instance, now, hasCause),
    ...handshake,
    paint: paintGate(instance, now, hasCause || !isShaken),
    ...causes,
  }
}

const GATES: readonly ViewGate[] = [
  'template',
  'call',
  'read',
  'mime',
  'html',
  'frame',
  'script',
  'initialize',
  'initialized',
  'csp',
  'cors',
  'paint',
  'error',
]

const BEFORE_MOUNT: Record<MountedGate, CheckOutcome> = {
  read: waiting(),
  mime: waiting(),
  html: waiting(),
  frame: waiting(),
  script: waiting(),
  initialize: waiting(),
  initialized: waiting(),
  csp: waiting(),
  cors: waiting(),
  paint: waiting(),
  error: waiting(),
}
