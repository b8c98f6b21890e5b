import { MIME_MCP_APP } from '@lockstep/contract'
import type { DocumentProblem, Instance, MountGate } from '../../api/host-state.ts'
import { failed, noted, PASSED, SILENCE_MS, waiting, type CheckOutcome, type CheckSubject } from './view-check.ts'

/** A frame's load event waits for all of its scripts and styles: this long is long. Milliseconds. */
const LOAD_MS = 5_000

export function templateGate({ entry, instance, tool }: CheckSubject): CheckOutcome {
  if (instance !== null) return PASSED
  if (entry.viewNote !== null) return failed(entry.viewNote, 'Choose a platform that shows this view, in the settings of this page.')
  if (tool === null) return failed(`The server does not list ${entry.tool} any more.`, 'Register the tool, and ask again.')
  if (tool.hasView) return PASSED
  return failed(
    `${entry.tool} declares no view, so there is nothing to show.`,
    'Where it should have one, declare it on the tool: _meta: { ui: { resourceUri: "ui://…" } }.',
  )
}

export function callGate({ entry, instance }: CheckSubject): CheckOutcome {
  if (instance !== null) return PASSED
  switch (entry.phase) {
    case 'awaiting-approval':
    case 'awaiting-arguments':
      return waiting('The call waits for you.')
    case 'running':
      return waiting('The server has not answered yet.')
    case 'declined':
      return failed('You declined the call.', 'Ask again and allow it.')
    case 'failed':
      return failed(entry.error?.message ?? 'The call failed.', 'A call that fails shows no view: mend the tool, and ask again.')
    case 'done':
      return PASSED
  }
}

export function readGate({ mountFailure, resourceUri }: Instance): CheckOutcome {
  return mountGate(mountFailure, ['read', 'missing'], `Register a resource with exactly this address: ${resourceUri}`)
}

export function mimeGate({ mountFailure, hasBridge, resourceUri }: Instance): CheckOutcome {
  const outcome = mountGate(mountFailure, ['mime'], `Set it on the contents of ${resourceUri}: mimeType: "${MIME_MCP_APP}"`)
  if (outcome.status !== 'passed' || hasBridge) return outcome
  return noted(
    'text/html+skybridge, the type of 2025: no MCP Apps bridge, only window.openai.',
    `Set it on the contents: mimeType: "${MIME_MCP_APP}"`,
  )
}

export function htmlGate({ mountFailure, steps }: Instance): CheckOutcome {
  const outcome = mountGate(mountFailure, ['html', 'size'], 'Serve one HTML document, its scripts and styles inside it or on declared domains.')
  if (outcome.status !== 'passed') return outcome
  const [worst] = steps.documentProblems
  if (worst === undefined) return PASSED
  return worst.isFatal ? failed(placed(worst), swallowedFix(worst)) : noted(placed(worst), looseFix(worst))
}

export function frameGate({ mountFailure, phase, steps, facts }: Instance, now: number): CheckOutcome {
  if (mountFailure !== null) return waiting()
  if (phase === 'lost') {
    return failed('The view navigated away from its own document.', 'Open links with ui/open-link or window.openai.openExternal({ href }).')
  }
  if (steps.servedAt === null) return waiting('The browser has not asked for the document yet.')
  if (facts !== null && (facts.loadedMs !== null || facts.firstPaintMs !== null)) return PASSED
  if (now - steps.servedAt < LOAD_MS) return waiting('Its scripts and styles are loading.')
  return failed(
    'The document is there, but its load event never came.',
    'A script or style that hangs holds it back: see what is asked for under Network.',
  )
}

/** `hasCause`: something else is known to be wrong that explains the silence. */
export function scriptGate({ steps, facts }: Instance, now: number, hasCause: boolean): CheckOutcome {
  if (steps.helloAt !== null || facts !== null) return PASSED
  if (steps.servedAt === null || now - steps.servedAt < SILENCE_MS) return waiting()
  if (hasCause) return waiting('None ran; the reason is another gate.')
  return failed(
    'No script ran in the document, not even the host’s own.',
    'Check the head of the HTML: a tag or comment that never ends swallows all scripts.',
  )
}

/** Failed when the mount stopped there, passed when it came further, waiting when it stopped before. */
function mountGate(failure: Instance['mountFailure'], gates: readonly MountGate[], fix: string): CheckOutcome {
  if (failure === null) return PASSED
  if (gates.includes(failure.gate)) return failed(failure.message, fix)
  const order: readonly MountGate[] = ['read', 'missing', 'mime', 'size', 'html']
  const isBehind = order.indexOf(failure.gate) > Math.max(...gates.map((gate) => order.indexOf(gate)))
  return isBehind ? PASSED : waiting()
}

function placed({ code, line, column }: DocumentProblem): string {
  return `The HTML parser says ${code} at line ${line}, column ${column}.`
}

function swallowedFix({ code, line }: DocumentProblem): string {
  if (code === 'eof-in-comment') return 'End the comment with -->; what follows it is not shown.'
  if (code === 'eof-in-tag') return 'Close the tag (look for a quote that never ends); what follows it is not shown.'
  return `Close the element that begins at line ${line}; a </script> inside a script's text must be written <\\/script>.`
}

function looseFix({ code }: DocumentProblem): string {
  return code === 'missing-doctype'
    ? 'Begin the document with <!doctype html>; without it the browser draws in quirks mode.'
    : 'A browser mends this by itself; not every host is one.'
}
