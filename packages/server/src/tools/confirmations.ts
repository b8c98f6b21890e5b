import { createHmac } from 'node:crypto'
import { createCapabilities, type Grant } from '../tokens/capability.ts'
import { canonicalHash } from './canonical-json.ts'
import type { ConfirmQuestion } from './confirm.ts'
import type { ToolContext } from './tool.ts'

/** Milliseconds between the question and its answer. */
export const CONFIRMATION_TTL_MS = 10 * 60_000
/** Characters of the part of a token that says which call it was minted for: 96 bits, signed, so that nobody finds out whose it is by trying. */
const TAG_CHARS = 16
/** Parts of a capability, which a token begins with. */
const CAPABILITY_PARTS = 3

/** The very call that a person agrees to. */
export interface ConfirmableCall {
  readonly tool: string
  /** Arguments as they came, without the framework's own. */
  readonly raw: unknown
  readonly context: ToolContext
  readonly operationId?: string | undefined
}

/** The very call and the very state. */
export interface Confirmable extends ConfirmableCall {
  /** Uncut: what differs past the characters that are told is another question. */
  readonly question: ConfirmQuestion
}

/** Why a token is no good: too old, given for another state of things, or for another call. */
export type ConfirmationFault = 'expired' | 'changed' | 'other_call'

export interface Confirmations {
  mint(asked: Confirmable): { token: string; expiresAt: number }
  check(token: string, asked: Confirmable): 'valid' | ConfirmationFault
  /** True for a token that was minted for this very call, whatever became of the question since. */
  isOfCall(token: string, call: ConfirmableCall): boolean
}

/**
 * Tokens that say: this question was asked about this call. Nothing is stored, and any process with the key can check one. Each is another, so that
 * two people of whom the host tells nothing, asked the same in the same millisecond, do not share a call.
 */
export function createConfirmations(options: { appName: string; secret: string; now: () => number; newNonce: () => string }): Confirmations {
  const { appName, secret, now, newNonce } = options
  const capabilities = createCapabilities({ secret, now, ttlMs: CONFIRMATION_TTL_MS })
  const tagKey = createHmac('sha256', secret).update('lockstep confirmation tag').digest()

  function grantOf(asked: Confirmable, nonce: string): Grant {
    const { question } = asked
    const state = question.revision ?? question.question
    return { scope: 'lockstep:confirm', resource: canonicalHash([appName, ...callOf(asked), state, nonce]) }
  }

  function tagOf(call: ConfirmableCall, nonce: string): string {
    return createHmac('sha256', tagKey)
      .update(canonicalHash([appName, ...callOf(call), nonce]))
      .digest('base64url')
      .slice(0, TAG_CHARS)
  }

  function isOfCall(token: string, call: ConfirmableCall): boolean {
    const { nonce, tag } = partsOf(token)
    return tagOf(call, nonce) === tag
  }

  return {
    isOfCall,
    mint: (asked) => {
      const nonce = newNonce()
      return { token: `${capabilities.mint(grantOf(asked, nonce))}.${nonce}.${tagOf(asked, nonce)}`, expiresAt: now() + CONFIRMATION_TTL_MS }
    },
    check: (token, asked) => {
      if (!isOfCall(token, asked)) return 'other_call'
      const { capability, nonce } = partsOf(token)
      const outcome = capabilities.check(capability, grantOf(asked, nonce))
      return outcome === 'invalid' ? 'changed' : outcome
    },
  }
}

function partsOf(token: string): { capability: string; nonce: string; tag: string } {
  const parts = token.split('.')
  return { capability: parts.slice(0, CAPABILITY_PARTS).join('.'), nonce: parts.slice(CAPABILITY_PARTS, -1).join('.'), tag: parts.at(-1) ?? '' }
}

/** Who calls what with which arguments. */
function callOf({ tool, raw, context, operationId }: ConfirmableCall): readonly unknown[] {
  return [tool, raw, context.auth?.userKey ?? null, context.subject, context.session, operationId ?? null]
}
