import { isRecord } from '@lockstep/contract'
import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  inputResponse,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { ConfirmationFault } from './confirmations.ts'
import { failure } from './tool-failure.ts'

/** Characters of a question that are told. */
export const QUESTION_MAX_CHARS = 300
/** Name of the host's form in `inputRequests` and `inputResponses`. */
const FORM = 'lockstep_confirm'
/** Control, zero-width and direction-turning characters: what a product is called must not rearrange a question. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu

const FAULTS: Readonly<Record<ConfirmationFault, string>> = {
  expired: 'The confirmation is too old.',
  changed: 'Things have changed since the person was asked.',
  other_call: 'The confirmation was given for another call.',
}

/** A question as one line of plain text. Names of things in it are data: they cannot end the quotation it is told in. */
export function plainQuestion(question: string): string {
  const line = question
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/["“”„«»]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
  const characters = [...line]
  return characters.length > QUESTION_MAX_CHARS ? `${characters.slice(0, QUESTION_MAX_CHARS - 1).join('')}…` : line
}

export interface Asked {
  readonly tool: string
  readonly question: string
  readonly token: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  /** What was wrong with the confirmation that came; null when none did. */
  readonly fault: ConfirmationFault | null
}

/** The question in the first of two steps. */
export function askInTwoSteps({ tool, question, token, expiresAt, fault }: Asked): CallToolResult {
  const why = fault === null ? '' : `${FAULTS[fault]} `
  const text = `${why}Nothing was done yet. Ask the person: "${question}" Only if they agree, call ${tool} again with the same arguments and confirmation: ${token}`
  return failure('confirmation_required', text, { question, confirmation: token, expiresAt, ...(fault === null ? {} : { reason: fault }) })
}

/** The question as the host's own form. */
export function askByForm({ question, token, fault }: Asked): InputRequiredResult {
  const message = fault === null ? question : `${FAULTS[fault]} ${question}`
  const requestedSchema = {
    type: 'object' as const,
    properties: { agree: { type: 'boolean' as const, title: 'Yes, do it' } },
    required: ['agree'],
  }
  return inputRequired({ inputRequests: { [FORM]: inputRequired.elicit({ message, requestedSchema }) }, requestState: token })
}

/** True when the client takes form elicitation in an answer, as clients of the 2026 era may. */
export function takesForms(mcp: ServerContext | null): boolean {
  const envelope: unknown = mcp?.mcpReq.envelope
  const capabilities = isRecord(envelope) ? envelope[CLIENT_CAPABILITIES_META_KEY] : undefined
  const elicitation = isRecord(capabilities) ? capabilities['elicitation'] : undefined
  // an empty object means forms
  return isRecord(elicitation) && (elicitation['form'] !== undefined || elicitation['url'] === undefined)
}

/** What came back from the form: the token it was sent with, that the person said no, or null when there was none. */
export function formAnswer(mcp: ServerContext | null): { token: string } | 'declined' | null {
  const answer = inputResponse(mcp?.mcpReq.inputResponses, FORM)
  if (answer.kind !== 'elicit') return null
  if (answer.action !== 'accept' || answer.content?.['agree'] !== true) return 'declined'
  const token: unknown = mcp?.mcpReq.requestState()
  return typeof token === 'string' ? { token } : null
}

export function declined(tool: string): CallToolResult {
  return failure(
    'declined',
    `The person said no, so ${tool} was not carried out and nothing was changed. Do not ask again unless they bring it up.`,
    {},
  )
}
