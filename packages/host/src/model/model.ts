import type { ModelInfo } from '../api/host-state.ts'

/** A tool as the model is told of it: never one that is for views alone. */
export interface ToolForModel {
  app: string
  name: string
  title: string
  description: string
  inputSchema: Record<string, unknown>
  outputSchema: Record<string, unknown> | null
  annotations: Record<string, unknown>
}

/** A file as the model is told of it. */
export interface FileForModel {
  file_id: string
  file_name: string
  mime_type: string
}

/** One thing the model has read, oldest first. No `_meta` and no `privateContent` ever gets in here. */
export type ModelMessage =
  /** Files by the names that tools take them under; an id stands for a file in the arguments of a call. */
  | { role: 'user'; text: string; by: 'person' | 'view'; files?: FileForModel[] }
  | { role: 'assistant'; text: string }
  | { role: 'tool-call'; callId: string; app: string; tool: string; arguments: Record<string, unknown> }
  | {
      role: 'tool-result'
      callId: string
      app: string
      tool: string
      /** declined: the person said no; failed: the server was not reached or refused; error: the tool said no. */
      outcome: 'ok' | 'error' | 'failed' | 'declined'
      content: Array<Record<string, unknown>>
      structuredContent?: Record<string, unknown>
      /** What the person sees of it in a view, in the app's own words: it need not be said again. */
      view?: string
    }
  | { role: 'model-context'; app: string; view: string; content?: Array<Record<string, unknown>>; structuredContent?: Record<string, unknown> }
  | { role: 'widget-state'; app: string; view: string; modelContent: unknown; imageIds?: string[] }

/** All a model is given for its next step; the page's "model sees" is this object and nothing else. */
export interface ModelContext {
  instructions: string
  tools: ToolForModel[]
  messages: ModelMessage[]
}

export interface ModelCall {
  app: string
  tool: string
  arguments: Record<string, unknown>
}

export type ModelStep =
  | { kind: 'say'; text: string }
  | ({ kind: 'call' } & ModelCall)
  /** Several at once, with what the model said before them, if anything. They run one after the other. */
  | { kind: 'calls'; text: string | null; calls: ModelCall[] }
  /** The model is not sure: the person completes and confirms the arguments. */
  | { kind: 'propose'; app: string; tool: string; arguments: Record<string, unknown>; reason: string }

export interface Model {
  info: ModelInfo
  respond(context: ModelContext, signal: AbortSignal): Promise<ModelStep>
}
