import type { Golden, GoldenPrompt } from '@lockstep/contract/golden'
import { compilePattern, type PatternMatch } from './golden-pattern.ts'
import type { Model, ModelContext, ModelMessage, ModelStep, ToolForModel } from './model.ts'
import { proposedArguments } from './proposed-arguments.ts'
import { rankTools } from './rank-tools.ts'
import { resolveArguments } from './resolve-arguments.ts'

/** Golden prompts of one app: all that this model knows beyond what it is handed. */
export interface ScriptedApp {
  app: string
  golden: Golden
}

interface CompiledPrompt {
  app: string
  prompt: GoldenPrompt
  match(sentence: string): PatternMatch | null
}

/** Characters of an answer made from a result. */
const ANSWER_MAX_CHARS = 4_000

/**
 * A model that is a script: offline, deterministic, and labelled as what it is. A sentence that matches a golden prompt calls its tool; for any other
 * it proposes the tool whose description fits best and asks the person for the arguments. It answers from `content` and `structuredContent` alone.
 * @throws {AppError} HOST_BAD_PATTERN
 */
export function createScriptedModel(apps: readonly ScriptedApp[]): Model {
  const prompts: CompiledPrompt[] = apps.flatMap(({ app, golden }) =>
    golden.prompts.flatMap((prompt) => prompt.patterns.map((pattern) => ({ app, prompt, match: compilePattern(pattern) }))),
  )
  return {
    info: {
      id: 'scripted',
      kind: 'script',
      label: 'Scripted model',
      detail: 'Offline and deterministic: it follows golden prompts and tool descriptions, it does not understand language.',
    },
    respond: (context) => Promise.resolve(nextStep(prompts, context)),
  }
}

function nextStep(prompts: readonly CompiledPrompt[], context: ModelContext): ModelStep {
  const last = context.messages.findLast((message) => message.role === 'user' || message.role === 'tool-result')
  if (last === undefined) return { kind: 'say', text: 'What can I do for you?' }
  return last.role === 'tool-result' ? { kind: 'say', text: answerFrom(last) } : stepFor(prompts, last.text, context)
}

function stepFor(prompts: readonly CompiledPrompt[], sentence: string, context: ModelContext): ModelStep {
  const golden = bestMatch(prompts, sentence)
  if (golden !== null && golden.prompt.call === undefined) {
    return { kind: 'say', text: 'That is not something the connected apps are for, so I call none of their tools.' }
  }
  if (golden?.prompt.call !== undefined) {
    const { tool, arguments: declared } = golden.prompt.call
    const isOffered = context.tools.some((candidate) => candidate.app === golden.app && candidate.name === tool)
    if (isOffered) return { kind: 'call', app: golden.app, tool, arguments: resolveArguments(declared, golden.match.slots, context.messages) }
    return {
      kind: 'say',
      text: `I would call ${tool} of ${golden.app}, but I am not offered it now: ${golden.app} wants you to sign in first, or its server is away.`,
    }
  }
  const [best] = rankTools(sentence, context.tools)
  if (best === undefined) return { kind: 'say', text: cannot(context.tools) }
  return {
    kind: 'propose',
    app: best.tool.app,
    tool: best.tool.name,
    arguments: proposedArguments(best.tool, context.messages),
    reason: reasonFor(best.tool),
  }
}

/** The prompt that says most of the sentence literally; the first one of equals. */
function bestMatch(prompts: readonly CompiledPrompt[], sentence: string): { app: string; prompt: GoldenPrompt; match: PatternMatch } | null {
  let best: { app: string; prompt: GoldenPrompt; match: PatternMatch } | null = null
  for (const { app, prompt, match } of prompts) {
    const found = match(sentence)
    if (found !== null && (best === null || found.literalWords > best.match.literalWords)) best = { app, prompt, match: found }
  }
  return best
}

function reasonFor(tool: ToolForModel): string {
  return `No golden prompt matches this sentence. By its description, “${tool.title}” fits best; this model cannot fill in the arguments itself.`
}

function cannot(tools: readonly ToolForModel[]): string {
  if (tools.length === 0) return 'No app is connected, so there is no tool I could use.'
  return `I am a script and found no tool for this. I can use: ${tools.map(({ title }) => title).join(', ')}.`
}

function answerFrom(result: Extract<ModelMessage, { role: 'tool-result' }>): string {
  if (result.outcome === 'declined') return 'All right, I left it as it is.'
  const said = clip(textOf(result.content))
  if (result.outcome === 'failed') return `The call did not work: ${said}`
  if (result.outcome === 'error') return `The tool says: ${said || 'it failed, without saying why.'}`
  if (said !== '') return said
  return result.structuredContent === undefined ? 'Done; the tool had nothing to tell.' : clip(JSON.stringify(result.structuredContent, null, 2))
}

function textOf(content: ReadonlyArray<Record<string, unknown>>): string {
  return content
    .flatMap((block) => (block['type'] === 'text' && typeof block['text'] === 'string' ? [block['text']] : []))
    .join('\n')
    .trim()
}

function clip(text: string): string {
  return text.length <= ANSWER_MAX_CHARS ? text : `${text.slice(0, ANSWER_MAX_CHARS)}…`
}
