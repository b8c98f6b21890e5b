import type { ModelInfo } from './model-state.ts'

/** The apps' golden prompts and how they fared with the model, in short: the state goes to the page with every change. */
export interface GoldenState {
  /** Sentences there are to try; 0 = no app has golden prompts. */
  total: number
  isRunning: boolean
  /** Of the last run, or of this one so far; null before the first. The whole report: `GET /api/golden`. */
  summary: GoldenSummary | null
}

export interface GoldenSummary {
  passed: number
  failed: number
  /** Grows whenever the report changes, over all runs. */
  revision: number
}

export interface GoldenReport {
  /** Who judged. */
  model: ModelInfo
  /** In the order of golden.json. */
  results: GoldenResult[]
  passed: number
  failed: number
  /** What the prompts lack, such as sentences to try; no failure. */
  notes: string[]
  /** Why the run ended early, for people; null when it did not. */
  problem: string | null
}

export interface GoldenResult {
  app: string
  promptId: string
  kind: 'direct' | 'indirect' | 'negative'
  sentence: string
  /** The tool that should be called; null: none. */
  expected: string | null
  /** What the model called or, unsure, proposed; null when it called nothing. */
  picked: { app: string; tool: string; arguments: Record<string, unknown>; isSure: boolean } | null
  isPassed: boolean
  /** One sentence, also when it passed. */
  reason: string
  /** Milliseconds the model took. */
  tookMs: number
}
