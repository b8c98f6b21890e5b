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

/** One thing the model has read, oldest first. No `_meta` and no `privateContent` ever gets in here. */
export type ModelMessage =
  | { role: 'user'; text: string; by: 'person' | 'view' }
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
    }
  | { role: 'model-context'; app: string; view: string; content?: Array<Record<string, unknown>>; structuredContent?: Record<string, unknown> }
  | { role: 'widget-state'; app: string; view: string; modelContent: unknown; imageIds?: string[] }

/** All a model is given for its next step; the page's "model sees" is this object and nothing else. */
export interface ModelContext {
  instructions: string
  tools: ToolForModel[]
  messages: ModelMessage[]
}

export type ModelStep =
  | { kind: 'say'; text: string }
  | { kind: 'call'; app: string; tool: string; arguments: Record<string, unknown> }
  /** The model is not sure: the person completes and confirms the arguments. */
  | { kind: 'propose'; app: string; tool: string; arguments: Record<string, unknown>; reason: string }

export interface Model {
  info: ModelInfo
  respond(context: ModelContext, signal: AbortSignal): Promise<ModelStep>
}
