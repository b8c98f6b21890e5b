import { ReplyFault } from './reply-fault.ts'
import { isRecord, STRUCTURED_CONTENT_WARN_TOKENS } from '@lockstep/contract'

/** Bytes of typical JSON that make one token: 2.6 to 3.2, measured 2026-11-21. No text has more tokens than bytes. */
const BYTES_PER_TOKEN = 3
/** Result `_meta` key, in development: what a developer should mend, `[{ code, … }]`. */
export const WARNINGS_META = 'lockstep/warnings'
/** Fields that a warning names. */
const COSTLY_FIELDS_MAX = 5

export interface BudgetRule {
  /** Tokens of one answer to the model, estimated. Default STRUCTURED_CONTENT_WARN_TOKENS. */
  tokens?: number
  /** `error` fails a costlier answer in development, so that a test meets it. Default `warn`: the log, and in development `_meta['lockstep/warnings']`. */
  mode?: 'warn' | 'error'
}

/** What costs most in an answer: elements of an array count together, `items.*.note`. */
export interface CostlyField {
  readonly path: string
  readonly tokens: number
}

export interface OverBudget {
  readonly tokens: number
  /** Of UTF-8; an upper bound of the tokens, whatever the model's alphabet. */
  readonly bytes: number
  readonly limitTokens: number
  readonly fields: readonly CostlyField[]
}

/** Estimated tokens of so many bytes of JSON. */
export function tokensOf(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN)
}

/**
 * What is too costly for a model in an answer that it reads: `structuredContent` and `content` together; null within the limit.
 * @throws {ReplyFault} when it is no JSON, such as a bigint or a circle where the schema allows anything.
 */
export function overBudget(
  model: unknown,
  content: unknown,
  { tokens: limitTokens = STRUCTURED_CONTENT_WARN_TOKENS }: BudgetRule,
): OverBudget | null {
  const bytes = bytesOf(model) + bytesOf(content)
  const tokens = tokensOf(bytes)
  if (tokens <= limitTokens) return null
  const costs = new Map<string, number>()
  addCosts(model, '', costs)
  addCosts(content, 'content', costs)
  const fields = [...costs]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, COSTLY_FIELDS_MAX)
    .map(([path, fieldBytes]) => ({ path, tokens: tokensOf(fieldBytes) }))
  return { tokens, bytes, limitTokens, fields }
}

function addCosts(value: unknown, path: string, costs: Map<string, number>): void {
  if (Array.isArray(value)) {
    for (const element of value) addCosts(element, `${path}.*`, costs)
  } else if (isRecord(value)) {
    for (const [key, member] of Object.entries(value)) {
      const memberPath = path === '' ? key : `${path}.${key}`
      addCosts(member, memberPath, costs)
      // the name is said again with each element
      costs.set(memberPath, (costs.get(memberPath) ?? 0) + bytesOf(key))
    }
  } else costs.set(path, (costs.get(path) ?? 0) + bytesOf(value))
}

function bytesOf(value: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(value) ?? '')
  } catch (error) {
    throw new ReplyFault('', `it cannot be written as JSON: ${error instanceof Error ? error.message : 'no reason given'}`)
  }
}
