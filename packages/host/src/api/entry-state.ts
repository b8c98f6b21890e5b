import type { AttachedFile } from './file-state.ts'

/** What stands in the conversation. */
export type Entry = UserEntry | AssistantEntry | ToolEntry

interface EntryBase {
  id: string
  /** Milliseconds since 1970. */
  at: number
}

export interface UserEntry extends EntryBase {
  kind: 'user'
  /** May be empty when there are files. */
  text: string
  /** Absent: none. */
  files?: AttachedFile[]
  /** The view asked that the conversation stays where it is scrolled to. */
  keepsScroll?: true
  /** `view`: sent by an app on the person's behalf (`ui/message`, `sendFollowUpMessage`); `author` is then the app's name. */
  by: 'person' | 'view'
  author: string | null
}

export interface AssistantEntry extends EntryBase {
  kind: 'assistant'
  /** Plain text with line breaks; no markup. */
  text: string
}

export type ToolEntryPhase = 'awaiting-arguments' | 'awaiting-approval' | 'running' | 'done' | 'failed' | 'declined'

export interface ToolEntry extends EntryBase {
  kind: 'tool'
  app: string
  tool: string
  title: string
  /** The tool's own words for the phase (`openai/toolInvocation/*`), else a plain sentence. */
  statusText: string
  phase: ToolEntryPhase
  /** Who called it: the model in its turn, or the person directly. */
  by: 'model' | 'person'
  /** The arguments, also while an approval is pending: the person must see what is about to happen. */
  input: Record<string, unknown>
  /** For `awaiting-arguments`: one field per property of the tool's input schema. Empty otherwise. */
  fields: ArgumentField[]
  /** Why the model proposes this tool, for `awaiting-arguments`; else null. */
  reason: string | null
  /** For `awaiting-approval`: what the tool says of itself. */
  isDestructive: boolean
  isOpenWorld: boolean
  /**
   * The MCP result as the server sent it (developer panel), with `_meta`, which the model never sees; huge parts of that are replaced by a note.
   * Null until it is there.
   */
  result: ToolCallResult | null
  /** Null unless `failed`. */
  error: ToolEntryError | null
  /** Why the platform shows no view of a tool that declares one; null when there is nothing to say. */
  viewNote: string | null
  /** The view this call mounted; null when it has none. */
  instanceId: string | null
  /** Milliseconds the server took; null until it answered. */
  tookMs: number | null
}

export interface ToolCallResult {
  content: Array<Record<string, unknown>>
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

export interface ToolEntryError {
  /** transport: the server was not reached; protocol: it refused the call; tool: the tool ran and said no; auth: it wants a sign-in first. */
  kind: 'transport' | 'protocol' | 'tool' | 'auth'
  message: string
}

export interface ArgumentField {
  /** Name of the property; the answer goes under it. */
  name: string
  label: string
  description: string
  type: 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json'
  /** For `choice`. */
  choices: string[]
  required: boolean
  /** What the model proposes as the field's text (`json` fields: JSON text; booleans: `true` or `false`); empty when nothing. */
  proposed: string
}
