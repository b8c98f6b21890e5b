import { MCP_APPS_PROTOCOL_VERSION } from '@lockstep/contract'
import type { Instance } from '../../api/host-state.ts'
import { failed, noted, notNeeded, PASSED, SILENCE_MS, waiting, type CheckOutcome } from './view-check.ts'

const INITIALIZE = `{ jsonrpc: "2.0", id: 1, method: "ui/initialize", params: { protocolVersion: "${MCP_APPS_PROTOCOL_VERSION}", appInfo: { name: "…", version: "1" }, appCapabilities: {} } }`
const INITIALIZED = '{ jsonrpc: "2.0", method: "ui/notifications/initialized", params: {} }'

const OLD_TYPE = 'Its MIME type is the one of 2025, which has no bridge.'
const SHOWS_WITHOUT = 'It shows itself without the bridge.'

/** `hasCause`: something else is known to be wrong that explains the silence. */
export function initializeGate(instance: Instance, now: number, hasCause: boolean): CheckOutcome {
  const { hasBridge, steps, facts } = instance
  if (!hasBridge) return notNeeded(OLD_TYPE)
  if (steps.handshakeProblem !== null) {
    const fix = `Post this to window.parent: ${INITIALIZE}`
    return steps.initializedAt === null ? failed(steps.handshakeProblem, fix) : noted(`${steps.handshakeProblem} Another host may refuse it.`, fix)
  }
  if (steps.initializeAt !== null) return PASSED
  if (steps.foreignMessage !== null) {
    return failed(`The view posted something that is no JSON-RPC 2.0 message: ${steps.foreignMessage}`, `Post this first: ${INITIALIZE}`)
  }
  if (hasPainted(instance)) return notNeeded(SHOWS_WITHOUT)
  const startedAt = facts?.startedAt ?? steps.helloAt
  if (startedAt === null || now - startedAt < SILENCE_MS) return waiting()
  if (hasCause) return waiting('It never came; the reason is another gate.')
  return failed(
    'Scripts run, but the view has posted nothing to the host.',
    `window.parent.postMessage(${INITIALIZE}, "*"); with another target origin than the host’s, the browser drops it without a word.`,
  )
}

export function initializedGate(instance: Instance, now: number, hasCause: boolean): CheckOutcome {
  const { hasBridge, steps } = instance
  if (!hasBridge) return notNeeded(OLD_TYPE)
  if (steps.initializedAt !== null) return PASSED
  if (steps.initializeAt === null) return hasPainted(instance) ? notNeeded(SHOWS_WITHOUT) : waiting()
  if (steps.handshakeProblem !== null || now - steps.initializeAt < SILENCE_MS) return waiting()
  if (hasCause) return waiting('It never came; the reason is another gate.')
  return failed(
    'The host answered ui/initialize, and ui/notifications/initialized never came, so the view is told nothing.',
    `Take the answer from window.parent (a check of event.origin must let the host’s through), then post ${INITIALIZED}`,
  )
}

export function hasPainted({ facts }: Instance): boolean {
  return facts !== null && facts.firstPaintMs !== null
}
