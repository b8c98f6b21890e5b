import type { Instance, MountGate, ToolEntry, ToolEntryError } from '../api/host-state.ts'

export interface Words {
  title: string
  advice: string
}

/** The ways a tool call fails differ in who can mend them, so they never share a sentence. */
const TOOL_ERRORS: Record<ToolEntryError['kind'], Words> = {
  transport: { title: 'The server was not reached', advice: 'Check that the app is running and that its address is right, then ask again.' },
  protocol: { title: 'The server refused the call', advice: 'The tool did not run. The name or the arguments do not fit what the server declares.' },
  tool: { title: 'The tool said no', advice: 'The tool ran and answered with an error. The model sees this text.' },
  auth: { title: 'The server asks you to sign in', advice: 'Connect below; then the call can be run again.' },
}

const MOUNT_FAILURES: Record<MountGate, Words> = {
  read: {
    title: 'The view could not be read',
    advice: 'The server answered resources/read with an error. Check that the URI in the tool’s metadata is a registered resource.',
  },
  missing: {
    title: 'The server has no such view',
    advice: 'resources/read answered without content for this URI. The URI in the tool’s metadata and the registered one must be the same.',
  },
  mime: { title: 'This is not a view', advice: 'A view has the MIME type text/html;profile=mcp-app (or, for old apps, text/html+skybridge).' },
  html: {
    title: 'The view is not an HTML document',
    advice: 'The resource must be one HTML document with its scripts and styles inside it or on declared domains.',
  },
  size: { title: 'The view is too large', advice: 'Build it smaller, or load the heavy parts from a declared resource domain.' },
}

export function toolErrorWords(kind: ToolEntryError['kind']): Words {
  return TOOL_ERRORS[kind]
}

export function mountFailureWords(gate: MountGate): Words {
  return MOUNT_FAILURES[gate]
}

const PHASES: Record<ToolEntry['phase'], string> = {
  'awaiting-arguments': 'Needs your input',
  'awaiting-approval': 'Needs your approval',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  declined: 'Declined',
}

/** One or two words for the state of a call, beside the tool's own status text. */
export function phaseWords(phase: ToolEntry['phase']): string {
  return PHASES[phase]
}

const VIEW_PHASES: Record<Instance['phase'], string> = {
  loading: 'Loading',
  live: 'Live',
  closing: 'Closing',
  closed: 'Closed',
  lost: 'Navigated away',
}

export function viewPhaseWords(instance: Pick<Instance, 'phase' | 'mountFailure'>): string {
  return instance.mountFailure === null ? VIEW_PHASES[instance.phase] : 'Not mounted'
}
