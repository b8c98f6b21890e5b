import { isRecord } from '@lockstep/contract'
import type { GoldenPrompt } from '@lockstep/contract/golden'
import type { GoldenResult } from '../api/golden-state.ts'
import type { ModelCall, ModelStep, ToolForModel } from '../model/model.ts'
import { argumentProblem } from './argument-problem.ts'

export type GoldenVerdict = Pick<GoldenResult, 'picked' | 'isPassed' | 'reason'>

/**
 * Judges a model's first step on one sentence; pure. A negative prompt calls nothing, any other is sure of its tool, and the arguments fit the tool's own
 * input schema. Which values it chose is not judged: a sentence leaves room.
 */
export function judgeGolden(app: string, prompt: GoldenPrompt, step: ModelStep, tools: readonly ToolForModel[]): GoldenVerdict {
  const calls = callsOf(step)
  const isSure = step.kind !== 'propose'
  const expected = prompt.call?.tool ?? null
  const call = calls.find((candidate) => candidate.app === app && candidate.tool === expected) ?? calls[0]
  const picked = call === undefined ? null : { app: call.app, tool: call.tool, arguments: call.arguments, isSure }
  const verdict = (problem: string | null, passed: string): GoldenVerdict => ({ picked, isPassed: problem === null, reason: problem ?? passed })

  if (expected === null)
    return verdict(call === undefined ? null : `Expected no call, it ${isSure ? 'called' : 'proposed'} ${call.tool}.`, 'Called nothing.')
  const tool = tools.find((candidate) => candidate.app === app && candidate.name === expected)
  if (tool === undefined)
    return verdict(`Expected ${expected}, which ${app} does not offer to the model. Correct golden.json or the tool's visibility.`, '')
  if (call === undefined) return verdict(`Expected ${expected}, it called nothing${saidOf(step)}.`, '')
  if (call.app !== app || call.tool !== expected) return verdict(`Expected ${expected}, it ${isSure ? 'called' : 'proposed'} ${call.tool}.`, '')
  if (!isSure) return verdict(`Expected a call of ${expected}, it was not sure and only proposed it.`, '')
  const problem = argumentProblem(tool.inputSchema, call.arguments, seenNames(prompt))
  return verdict(problem === null ? null : `Called ${expected} with arguments that its input schema refuses: ${problem}`, `Called ${expected}.`)
}

function callsOf(step: ModelStep): readonly ModelCall[] {
  if (step.kind === 'say') return []
  return step.kind === 'calls' ? step.calls : [step]
}

/** Arguments that the model can only have from earlier in a conversation; a sentence tried on its own has none. */
function seenNames(prompt: GoldenPrompt): string[] {
  const entries = Object.entries(prompt.call?.arguments ?? {})
  return entries.flatMap(([name, value]) => (isRecord(value) && ('$seen' in value || '$file' in value) ? [name] : []))
}

/** Characters of an answer that are quoted. */
const QUOTE_MAX_CHARS = 120

function saidOf(step: ModelStep): string {
  return step.kind === 'say' ? ` and said “${step.text.slice(0, QUOTE_MAX_CHARS)}”` : ''
}
