import type { Golden } from '@lockstep/contract/golden'
import type { GoldenReport, GoldenResult } from '../api/golden-state.ts'
import { createConversation } from '../core/conversation.ts'
import { buildModelContext } from '../core/model-context.ts'
import type { Model, ToolForModel } from '../model/model.ts'
import { judgeGolden } from './judge-golden.ts'

export interface GoldenApp {
  app: string
  golden: Golden
}

export interface GoldenRun {
  apps: readonly GoldenApp[]
  /** Of all apps, as the model is told of them: the others are there to be confused with. */
  tools: readonly ToolForModel[]
  model: Model
  signal: AbortSignal
  /** Milliseconds. */
  now(): number
  /** After each sentence, with the report so far. */
  onProgress?(report: GoldenReport): void
}

/**
 * Tries every example of the golden prompts, each as the first sentence of a conversation of its own, and says which tool was picked. No tool is called.
 * Ends early, with `problem`, when the model fails or the signal is aborted.
 */
export async function runGolden({ apps, tools, model, signal, now, onProgress }: GoldenRun): Promise<GoldenReport> {
  const results: GoldenResult[] = []
  const report = (problem: string | null): GoldenReport => {
    const passed = results.filter(({ isPassed }) => isPassed).length
    return { model: model.info, results: [...results], passed, failed: results.length - passed, notes: notesOn(apps), problem }
  }
  try {
    for (const { app, golden } of apps) {
      for (const prompt of golden.prompts) {
        for (const sentence of prompt.examples) {
          signal.throwIfAborted()
          const startedAt = now()
          const step = await model.respond(freshContext(sentence, tools), signal)
          const verdict = judgeGolden(app, prompt, step, tools)
          const { id: promptId, kind } = prompt
          results.push({ app, promptId, kind, sentence, expected: prompt.call?.tool ?? null, ...verdict, tookMs: Math.round(now() - startedAt) })
          onProgress?.(report(null))
        }
      }
    }
  } catch (error) {
    return report(signal.aborted ? 'Stopped.' : `The model failed: ${error instanceof Error ? error.message : String(error)}`)
  }
  return report(null)
}

/** Sentences that a run tries. */
export function countExamples(apps: readonly GoldenApp[]): number {
  return apps.reduce((sum, { golden }) => sum + golden.prompts.reduce((count, { examples }) => count + examples.length, 0), 0)
}

function freshContext(sentence: string, tools: readonly ToolForModel[]): ReturnType<typeof buildModelContext> {
  return { ...buildModelContext(createConversation(''), [...tools]), messages: [{ role: 'user', text: sentence, by: 'person' }] }
}

const KINDS = ['direct', 'indirect', 'negative'] as const

function notesOn(apps: readonly GoldenApp[]): string[] {
  return apps.flatMap(({ app, golden: { prompts } }) => {
    const missing = KINDS.filter((kind) => !prompts.some((prompt) => prompt.kind === kind))
    const silent = prompts.filter(({ examples }) => examples.length === 0).map(({ id }) => id)
    return [
      ...(missing.length === 0 ? [] : [`${app} has no ${missing.join(' and no ')} prompt.`]),
      ...(silent.length === 0 ? [] : [`${app} has no example to try for ${silent.join(', ')}.`]),
    ]
  })
}
