import type { CspViolation, Instance } from '../../api/host-state.ts'
import { hasPainted } from './handshake-gates.ts'
import { failed, noted, PASSED, SILENCE_MS, waiting, type CheckOutcome } from './view-check.ts'

/** What a library tries and does without: building code from text. */
const PROBES: ReadonlySet<string> = new Set(['eval', 'wasm-eval'])

export function cspGate(instance: Instance): CheckOutcome {
  const { violations, rejectedSources, facts } = instance
  const [first] = violations.filter((violation) => !PROBES.has(violation.blockedUrl))
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more, see Network)` : ''
  if (first !== undefined) return failed(`${first.directive} blocked ${first.blockedUrl}${more}.`, fixOf(first))
  const [probe] = violations
  if (probe !== undefined) {
    const detail = `${probe.directive} blocked the making of code from text (eval)${more}.`
    return hasPainted(instance) ? noted(detail, fixOf(probe)) : failed(detail, fixOf(probe))
  }
  const [rejected] = rejectedSources
  if (rejected !== undefined)
    return noted(
      `The declared ${rejected.field} entry ${rejected.entry} ${rejected.reason}; it was left out.`,
      'Declare exact origins: https://api.example.com',
    )
  return facts === null ? waiting() : PASSED
}

export function corsGate({ network, facts, innerOrigin }: Instance): CheckOutcome {
  const broken = network.find(({ failed: count }) => count > 0)
  if (broken === undefined) return facts === null ? waiting() : PASSED
  return failed(
    `${broken.origin} was asked, and its answer could not be read (${broken.kind}).`,
    `Is it running? Then let it answer with the header access-control-allow-origin: ${innerOrigin}`,
  )
}

/** `hasCause`: something else is known to be wrong that explains why there is nothing to see. */
export function paintGate(instance: Instance, now: number, hasCause: boolean): CheckOutcome {
  if (hasPainted(instance)) return PASSED
  const { steps, facts, hasBridge } = instance
  const loadedAt = facts === null || facts.loadedMs === null ? 0 : facts.startedAt + facts.loadedMs
  const readyAt = Math.max(steps.initializedAt ?? 0, loadedAt)
  if (readyAt === 0 || now - readyAt < SILENCE_MS) return waiting()
  if (hasCause) return waiting('Nothing to see yet; the reason is another gate.')
  return failed(
    'The view runs and has painted nothing. (Off the screen nothing paints: scroll to it.)',
    hasBridge && steps.initializedAt !== null
      ? 'Set the listener for ui/notifications/tool-result (ontoolresult) before connect(): the result comes right after the handshake.'
      : 'Draw from window.openai.toolOutput, and again on the event openai:set_globals: it may be null at first.',
  )
}

export function errorGate({ facts, fault }: Instance): CheckOutcome {
  const error = facts?.firstError ?? fault
  if (error !== null && error !== undefined) {
    const place = [error.file, error.line, error.column].filter((part) => part !== null).join(':')
    return failed(`${error.message}${place === '' ? '' : ` (${place})`}`, 'Mend this first: nothing after it in the same script ran.')
  }
  if (facts === null) return waiting()
  if (facts.consoleErrors === 0) return PASSED
  const times = facts.consoleErrors === 1 ? 'once' : `${facts.consoleErrors} times`
  return noted(`The view wrote to console.error ${times}.`, 'Open the browser’s developer tools and choose the view’s frame to read it.')
}

function fixOf({ fixes, hint }: CspViolation): string {
  return fixes.standard === null ? hint : `Declare it on the resource: ${fixes.standard}`
}
