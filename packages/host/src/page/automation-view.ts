import type { Entry, HostState, ModelSees } from '../api/host-state.ts'

/** A turn of the conversation, as the automation API tells it. */
export interface AutomationMessage {
  id: string
  role: 'user' | 'assistant' | 'tool'
  /** What was said; of a tool, the text of its answer or of its error. */
  content: string
  /** Of a tool's call. */
  tool?: string
  app?: string
}

/** What the model would be handed for its next step. */
export interface AutomationContext {
  instructions: string
  tools: Array<Record<string, unknown>>
  /** Everything else, oldest first. */
  messages: Array<Record<string, unknown>>
}

export function automationMessages(entries: readonly Entry[]): AutomationMessage[] {
  return entries.map((entry) => {
    if (entry.kind !== 'tool') return { id: entry.id, role: entry.kind, content: entry.text }
    const texts = (entry.result?.content ?? []).flatMap((block) => (typeof block['text'] === 'string' ? [block['text']] : []))
    return { id: entry.id, role: 'tool', content: entry.error?.message ?? texts.join('\n'), tool: entry.tool, app: entry.app }
  })
}

export function automationContext({ parts }: ModelSees): AutomationContext {
  const context: AutomationContext = { instructions: '', tools: [], messages: [] }
  for (const { kind, text } of parts) {
    if (kind === 'instructions') context.instructions = text
    else if (kind === 'tools') context.tools = JSON.parse(text) as AutomationContext['tools']
    else context.messages.push(JSON.parse(text) as Record<string, unknown>)
  }
  return context
}

type AskingState = Pick<HostState, 'pendingLinks' | 'pendingDownloads' | 'conversation'>

/** What waits for the person's yes or no, dialogs before cards. */
export type WaitingAction =
  | { kind: 'link'; id: string }
  | { kind: 'download'; id: string }
  | { kind: 'approval'; id: string }
  | { kind: 'arguments'; id: string; fields: Record<string, string> }

export function waitingAction({ pendingLinks, pendingDownloads, conversation }: AskingState): WaitingAction | null {
  const [link] = pendingLinks
  if (link !== undefined) return { kind: 'link', id: link.id }
  const [download] = pendingDownloads
  if (download !== undefined) return { kind: 'download', id: download.id }
  for (const entry of conversation.entries) {
    if (entry.kind !== 'tool') continue
    if (entry.phase === 'awaiting-approval') return { kind: 'approval', id: entry.id }
    if (entry.phase === 'awaiting-arguments') {
      return { kind: 'arguments', id: entry.id, fields: Object.fromEntries(entry.fields.map(({ name, proposed }) => [name, proposed])) }
    }
  }
  return null
}

/** The app that has a tool of this name. @throws when none or several have it: the message says what to give */
export function appWithTool(apps: HostState['apps'], tool: string): string {
  const having = apps.filter(({ tools }) => tools.some(({ name }) => name === tool))
  const [only] = having
  if (only !== undefined && having.length === 1) return only.name
  const all = apps.flatMap(({ tools }) => tools.map(({ name }) => name))
  throw new Error(
    having.length === 0
      ? `Expected the name of a tool of a connected app, got "${tool}". There are: ${all.join(', ') || 'none'}.`
      : `Expected a tool that one app has, "${tool}" is in ${having.map(({ name }) => name).join(' and ')}: name the app, too.`,
  )
}
