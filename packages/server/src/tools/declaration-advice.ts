import { isRecord } from '@lockstep/contract'
import type { Tool } from './tool.ts'

/** Values of an enum past which models were seen to ignore a result. @see chatgpt-contract 6, point 10 */
const ENUM_ADVISED_MAX = 50
/** @see chatgpt-contract 3.2 */
const PROMOTION = /\b(best|official|pick[_ ]?me|number[_ ]one|cheapest|better than)\b/i
/** Inputs that a reviewer asks about. @see chatgpt-contract 3.2, 4.3 (OAI-13) */
const DOUBTFUL_INPUTS = /^(password|token|access_?token|api_?key|secret|ssn|card_?number|latitude|longitude|conversation|history|chat_?history)$/i

/** What a reviewer or a model would stumble over in a declaration; the tool works all the same. */
export function declarationAdvice({ name, options, inputJson }: Tool): string[] {
  const advice: string[] = []
  const isPublic = options.visibility?.includes('model') ?? true
  if (isPublic) {
    const promoted = PROMOTION.exec(`${name} ${options.title} ${options.description}`.replaceAll('_', ' '))
    if (promoted !== null) advice.push(`its words praise or compare ('${promoted[0]}'); say when to use it instead`)
  }
  const doubtful = isPublic ? Object.keys(options.input.shape).find((member) => DOUBTFUL_INPUTS.test(member)) : undefined
  if (doubtful !== undefined) advice.push(`its input '${doubtful}' asks a model for something it should not pass on`)
  const large = largeEnum(inputJson)
  if (large !== null)
    advice.push(`an enum of ${large} values in its input: past ${ENUM_ADVISED_MAX} models miss results; take a text and answer the choices`)
  if ((options.entrypoints?.length ?? 0) > 1) advice.push('it has more than one entrypoint; give each its own tool')
  return advice
}

/** How many values the first enum past the advised number has, anywhere in a schema. */
function largeEnum(schema: unknown): number | null {
  const parts: unknown[] = Array.isArray(schema) ? schema : isRecord(schema) ? Object.values(schema) : []
  const own: unknown = isRecord(schema) ? schema['enum'] : undefined
  if (Array.isArray(own) && own.length > ENUM_ADVISED_MAX) return own.length
  for (const part of parts) {
    const found = largeEnum(part)
    if (found !== null) return found
  }
  return null
}
