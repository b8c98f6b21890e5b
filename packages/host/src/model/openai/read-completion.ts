import { isRecord } from '@lockstep/contract'
import { z } from 'zod'
import type { ModelCall, ModelStep } from '../model.ts'
import type { NamedTools } from './tool-names.ts'

/** Characters of a broken argument that are shown. */
const EXCERPT_MAX_CHARS = 120

const toolCall = z.object({ function: z.object({ name: z.string(), arguments: z.unknown() }) })
const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish(), tool_calls: z.array(toolCall).nullish() }),
      }),
    )
    .min(1),
})

/**
 * An endpoint's answer as the next step; null when it is no chat completion. A call that cannot be meant (an unknown tool, arguments that are no JSON
 * object) is told and nothing is called: to guess what the model wanted would hide how it fares with the app's tools.
 */
export function readCompletion(answer: unknown, tools: NamedTools): ModelStep | null {
  const parsed = completion.safeParse(answer)
  const [choice] = parsed.success ? parsed.data.choices : []
  if (choice === undefined) return null
  const { message, finish_reason: reason } = choice
  if (message.refusal) return say(`The model refused: ${message.refusal}`)
  const text = message.content?.trim() ?? ''
  const calls = (message.tool_calls ?? []).map(({ function: asked }) => readCall(asked.name, asked.arguments, tools))
  const broken = calls.filter((call) => typeof call === 'string')
  if (broken.length > 0) return say([text, ...broken, 'Nothing was called.'].filter((part) => part !== '').join('\n'))
  const sound = calls.filter((call) => typeof call !== 'string')
  const [first] = sound
  if (first !== undefined) return sound.length === 1 && text === '' ? { kind: 'call', ...first } : { kind: 'calls', text: text || null, calls: sound }
  if (reason === 'content_filter') return say(`${text}\nThe endpoint's content filter ended the answer.`.trim())
  if (reason === 'length') return say(`${text}\nThe answer ended at the model's limit of length.`.trim())
  return say(text || 'The model gave an empty answer.')
}

function readCall(name: string, given: unknown, tools: NamedTools): ModelCall | string {
  const tool = tools.find(name)
  if (tool === null) return `The model asked for a tool that it was not told of: “${name.slice(0, EXCERPT_MAX_CHARS)}”.`
  const args = typeof given === 'string' ? parseJson(given.trim() === '' ? '{}' : given) : given
  if (isRecord(args)) return { app: tool.app, tool: tool.name, arguments: args }
  const excerpt = (typeof given === 'string' ? given : (JSON.stringify(given) ?? 'nothing')).slice(0, EXCERPT_MAX_CHARS)
  return `The model asked for “${tool.title}” with arguments that are no JSON object: ${excerpt}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // told to the person by the caller
    return null
  }
}

function say(text: string): ModelStep {
  return { kind: 'say', text }
}
