import type { FaultId } from '../api/fault-state.ts'

/** Milliseconds the slowest fault may take: half of the time a view's call has. */
export const MAX_FAULT_MS = 15_000

export type FaultGroup = 'calls' | 'server' | 'views' | 'surroundings'

/** A fault in words, and which of its settings mean something. */
export interface FaultWords {
  id: FaultId
  group: FaultGroup
  title: string
  /** What happens, in one sentence. */
  sentence: string
  /** Where the real platform does it. */
  seen: string
  /** Whether it strikes single calls, so that it can be for the model's or a view's alone, or for one tool. */
  isOfCalls: boolean
  /** Null: until it is switched off. */
  defaultTimes: number | null
  /** Null: it takes no time. */
  defaultMs: number | null
}

export const FAULT_GROUPS: Readonly<Record<FaultGroup, string>> = {
  calls: 'Calls',
  server: 'The server',
  views: 'Views',
  surroundings: 'What the host offers',
}

/**
 * Issue numbers are those of openai/openai-apps-sdk-examples; quotations are OpenAI's documentation (checked 2026-11-21).
 */
export const FAULTS: readonly FaultWords[] = [
  {
    id: 'deliver-twice',
    group: 'calls',
    title: 'Deliver a call twice',
    sentence: 'The call reaches the server twice at the same time; the answer that comes first counts.',
    seen: '“ChatGPT may retry tool calls”',
    isOfCalls: true,
    defaultTimes: 1,
    defaultMs: null,
  },
  {
    id: 'late-duplicate',
    group: 'calls',
    title: 'Deliver it again later',
    sentence: 'The call is answered as usual and reaches the server once more a while later; that second answer is thrown away.',
    seen: '“can arrive out of order”',
    isOfCalls: true,
    defaultTimes: 1,
    defaultMs: 2_000,
  },
  {
    id: 'lose-reply',
    group: 'calls',
    title: 'Lose the reply',
    sentence: 'The server carries the call out, but its answer never arrives: the caller is told of a broken connection.',
    seen: 'Any network; “the model may retry calls”',
    isOfCalls: true,
    defaultTimes: 1,
    defaultMs: null,
  },
  {
    id: 'lose-reply-and-retry',
    group: 'calls',
    title: 'Lose the reply, then retry',
    sentence: 'The server carries the call out, its answer is lost, and the host sends the same call again; the second answer counts.',
    seen: '“ChatGPT may retry tool calls”',
    isOfCalls: true,
    defaultTimes: 1,
    defaultMs: null,
  },
  {
    id: 'delay',
    group: 'calls',
    title: 'Delay',
    sentence: 'The call waits before it is sent.',
    seen: 'Slow models, busy hosts',
    isOfCalls: true,
    defaultTimes: null,
    defaultMs: 3_000,
  },
  {
    id: 'tool-error',
    group: 'calls',
    title: 'The tool says no',
    sentence: 'The call is answered with isError and never reaches the server.',
    seen: 'Any tool that fails',
    isOfCalls: true,
    defaultTimes: 1,
    defaultMs: null,
  },
  {
    id: 'protocol-error',
    group: 'calls',
    title: 'The server refuses the call',
    sentence: 'The call is answered with JSON-RPC error -32603 and never reaches the tool.',
    seen: 'A crashed handler, a gateway',
    isOfCalls: true,
    defaultTimes: 1,
    defaultMs: null,
  },
  {
    id: 'slow-network',
    group: 'server',
    title: 'Slow network',
    sentence: 'Every call and every document takes this long on its way, and documents trickle in at 50 kB a second.',
    seen: 'A phone on 3G',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: 800,
  },
  {
    id: 'offline',
    group: 'server',
    title: 'Server out of reach',
    sentence: 'Nothing reaches the server until this is switched off.',
    seen: 'A deployment, a tunnel that broke',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: null,
  },
  {
    id: 'restart-server',
    group: 'server',
    title: 'Restart during a call',
    sentence: 'The server is started again while the call is under way, so the answer is lost and so is all it kept in memory.',
    seen: 'Any deployment',
    isOfCalls: true,
    defaultTimes: 1,
    defaultMs: null,
  },
  {
    id: 'late-hydration',
    group: 'views',
    title: 'Data arrives late',
    sentence: 'A view starts with toolInput and toolOutput null, and without a tool result; they come this much later.',
    seen: 'Issue #179',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: 1_000,
  },
  {
    id: 'partial-input',
    group: 'views',
    title: 'Input arrives in pieces',
    sentence: 'A view of the bridge is told growing pieces of its input, this far apart, before it gets it whole; what follows waits for that.',
    seen: 'MCP Apps: tool-input-partial, while a model still writes',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: 200,
  },
  {
    id: 'reference-churn',
    group: 'views',
    title: 'New references',
    sentence: 'After setWidgetState the view gets all its globals anew: equal values, other objects. A view that compares by reference loops.',
    seen: 'Issue #153',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: null,
  },
  {
    id: 'dropped-push',
    group: 'views',
    title: 'Lose a push to a view',
    sentence: 'The next news for a view (set_globals, host-context-changed or the tool result) is not delivered.',
    seen: 'Issues #108, #221',
    isOfCalls: false,
    defaultTimes: 1,
    defaultMs: null,
  },
  {
    id: 'remount',
    group: 'views',
    title: 'Remount during a call',
    sentence: 'The view is thrown away and loaded anew while a call of its own is under way; the call goes on, nobody waits for its answer.',
    seen: 'Issues #13, #129',
    isOfCalls: true,
    defaultTimes: 1,
    defaultMs: null,
  },
  {
    id: 'second-instance',
    group: 'views',
    title: 'Every view twice',
    sentence: 'Each result mounts two views, each with an id and a state of its own.',
    seen: '“concurrent UI instances”',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: null,
  },
  {
    id: 'fresh-instance',
    group: 'views',
    title: 'A typed message starts views anew',
    sentence: 'A message from the composer gives every open view a new run with empty state; one sent by a view keeps it.',
    seen: 'The documentation of 2025, state management',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: null,
  },
  {
    id: 'stale-template',
    group: 'views',
    title: 'Stale template',
    sentence: 'A view gets the first HTML that was ever read for its address, whatever the server has by now.',
    seen: 'Issue #206; templates are cached for up to an hour',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: null,
  },
  {
    id: 'deny-display-mode',
    group: 'surroundings',
    title: 'Deny display modes',
    sentence: 'requestDisplayMode is answered with the mode the view has already.',
    seen: 'The host decides; on a phone pip is fullscreen',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: null,
  },
  {
    id: 'no-file-api',
    group: 'surroundings',
    title: 'No file methods',
    sentence: 'uploadFile, selectFiles and getFileDownloadUrl are absent from views that are loaded from now on.',
    seen: '“feature-detect”; other hosts have none',
    isOfCalls: false,
    defaultTimes: null,
    defaultMs: null,
  },
  {
    id: 'failed-upload',
    group: 'surroundings',
    title: 'Uploads fail',
    sentence: 'uploadFile is there and rejects.',
    seen: 'Limits, file types, a network that breaks',
    isOfCalls: false,
    defaultTimes: 1,
    defaultMs: null,
  },
]
