import { isRecord, parseJsonRpc, VIEW_TO_HOST } from '@lockstep/contract'
import type { DocumentProblem, ViewSteps } from '../api/host-state.ts'
import { FOREIGN_REPORT } from '../page/frame-message.ts'

/** Characters of a foreign message that are kept. */
const FOREIGN_MAX_CHARS = 200

export const NO_STEPS: ViewSteps = {
  mounts: 0,
  servedAt: null,
  documentProblems: [],
  helloAt: null,
  initializeAt: null,
  handshakeProblem: null,
  initializedAt: null,
  foreignMessage: null,
  parkedAt: null,
}

/** A document was served: what was seen of the one before is gone with it. */
export function servedSteps(before: ViewSteps, documentProblems: DocumentProblem[], at: number): ViewSteps {
  return { ...NO_STEPS, mounts: before.mounts + 1, servedAt: at, documentProblems }
}

/** What a message of the view (and the host's answer to it) adds to what is known; null when nothing. */
export function observedIn(steps: ViewSteps, message: unknown, answer: unknown, at: number): Partial<ViewSteps> | null {
  const parsed = parseJsonRpc(message)
  if (parsed === null) return foreign(steps, message, at)
  const hello = steps.helloAt === null ? { helloAt: at } : null
  if (parsed.kind === 'success' || parsed.kind === 'failure') return hello
  const { method, params = {} } = parsed.message
  if (method === FOREIGN_REPORT) return foreign(steps, params['sample'], at)
  if (method === VIEW_TO_HOST.initialize) {
    return { ...hello, initializeAt: at, initializedAt: null, handshakeProblem: refusalIn(answer) ?? initializeProblem(params) }
  }
  if (method === VIEW_TO_HOST.initialized) return { ...hello, initializedAt: steps.initializedAt ?? at }
  return hello
}

function foreign(steps: ViewSteps, sample: unknown, at: number): Partial<ViewSteps> | null {
  if (steps.foreignMessage !== null) return null
  return {
    helloAt: steps.helloAt ?? at,
    foreignMessage: (typeof sample === 'string' ? sample : (JSON.stringify(sample) ?? String(sample))).slice(0, FOREIGN_MAX_CHARS),
  }
}

function initializeProblem(params: Record<string, unknown>): string | null {
  if (!isRecord(params['appInfo'])) {
    const got = isRecord(params['clientInfo']) ? 'clientInfo, the name of MCP itself' : 'none'
    return `ui/initialize needs appInfo: { name, version }, got ${got}.`
  }
  if (!isRecord(params['appCapabilities'])) return 'ui/initialize needs appCapabilities, an empty object at least, got none.'
  return typeof params['protocolVersion'] === 'string' ? null : 'ui/initialize needs protocolVersion: "2026-01-26", got none.'
}

function refusalIn(answer: unknown): string | null {
  const error = isRecord(answer) ? answer['error'] : null
  return isRecord(error) ? `The host refused ui/initialize: ${String(error['message'])}` : null
}
