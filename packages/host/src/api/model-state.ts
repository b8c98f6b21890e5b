export interface ModelInfo {
  id: string
  /** Shown beside the conversation's title, so nobody takes a script for a language model. */
  label: string
  detail: string
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
