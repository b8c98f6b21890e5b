import type { ArgumentField } from './entry-state.ts'

/** Which model answers: the script, one behind an OpenAI-compatible endpoint, or the person. */
export type ModelChoice = 'scripted' | 'openai' | 'manual'

export interface ModelInfo {
  id: string
  kind: 'script' | 'language-model' | 'person'
  /** Shown beside the conversation's title, so nobody takes a script for a language model. */
  label: string
  detail: string
}

/** A model one may switch to. */
export interface ModelOption {
  id: ModelChoice
  label: string
  detail: string
  /** False: it lacks something; `detail` says what to set. */
  isAvailable: boolean
}

/** The person plays the model and it is their move. */
export interface ManualTurn {
  /** Counts the moves: a new one begins with an empty form. */
  id: number
  tools: ManualTool[]
}

export interface ManualTool {
  app: string
  name: string
  title: string
  description: string
  /** One per property of the input schema, filled with what the model has seen under its name. */
  fields: ArgumentField[]
}

/** Exactly what the model is handed for its next step, in parts. */
export interface ModelSees {
  parts: ModelSeesPart[]
  /** Sum of the parts: an upper bound. */
  totalTokens: number
}

export interface ModelSeesPart {
  id: string
  kind: 'instructions' | 'tools' | 'user' | 'assistant' | 'tool-call' | 'tool-result' | 'model-context' | 'widget-state'
  title: string
  /** The very text the model gets: prose, or JSON without white space. */
  text: string
  /** An upper bound ("at most N tokens"): its UTF-8 bytes, since a token is a byte at least. */
  tokens: number
}
