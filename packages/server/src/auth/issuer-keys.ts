import { isRecord } from '@lockstep/contract'
import type { JSONWebKeySet } from 'jose'
import type { FetchJson } from './auth-options.ts'
import { discoverJwksUri, unreachable } from './discover-keys.ts'

/** Milliseconds after which keys are asked for again. */
export const KEYS_FRESH_MS = 10 * 60_000
/** Milliseconds for which keys still count while their issuer does not answer. */
export const KEYS_MAX_AGE_MS = 60 * 60_000
/** Milliseconds between two askings that a token with an unknown key, or a silent issuer, can cause. */
export const KEYS_COOLDOWN_MS = 10_000

export interface IssuerKeysOptions {
  issuer: string
  /** Default: discovered. */
  jwksUri?: string
  fetchJson: FetchJson
  /** Milliseconds since the epoch. */
  now(): number
}

export interface IssuerKeys {
  /**
   * The issuer's keys, fresh enough to hold the one named `kid` if it exists.
   * @throws {AppError} AUTH_ISSUER_UNREACHABLE.
   */
  find(kid: string | undefined): Promise<JSONWebKeySet>
}

/** Keeps an issuer's keys, and asks again when they are old or a token names one they lack: issuers change keys without notice. */
export function createIssuerKeys({ issuer, jwksUri, fetchJson, now }: IssuerKeysOptions): IssuerKeys {
  let held: { keys: JSONWebKeySet; at: number } | null = null
  let failure: { error: unknown; at: number } | null = null
  let loading: Promise<JSONWebKeySet> | null = null

  /** A clock that was set back makes nothing younger than it is. */
  const sinceMs = (at: number): number => Math.abs(now() - at)

  async function load(): Promise<JSONWebKeySet> {
    try {
      const keys = await fetchKeys()
      held = { keys, at: now() }
      failure = null
      return keys
    } catch (cause) {
      const error = unreachable(issuer, 'it did not answer with them', cause)
      failure = { error, at: now() }
      throw error
    } finally {
      loading = null
    }
  }

  async function fetchKeys(): Promise<JSONWebKeySet> {
    const document = await fetchJson(jwksUri ?? (await discoverJwksUri(issuer, fetchJson)))
    if (!isKeySet(document)) throw unreachable(issuer, 'its jwks_uri holds no key set')
    return document
  }

  /** One asking at a time, however many tokens wait for it. */
  function ask(): Promise<JSONWebKeySet> {
    if (failure !== null && sinceMs(failure.at) < KEYS_COOLDOWN_MS) return Promise.reject(failure.error)
    loading ??= load()
    return loading
  }

  return {
    async find(kid) {
      if (held === null) return ask()
      const { keys, at } = held
      const ageMs = sinceMs(at)
      const isKnown = kid === undefined || keys.keys.some((key) => key.kid === kid)
      if (ageMs < KEYS_COOLDOWN_MS || (isKnown && ageMs < KEYS_FRESH_MS)) return keys
      try {
        return await ask()
      } catch (error) {
        if (isKnown && ageMs < KEYS_MAX_AGE_MS) return keys
        throw error
      }
    },
  }
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return isRecord(value) && Array.isArray(value['keys']) && value['keys'].every((key) => isRecord(key) && typeof key['kty'] === 'string')
}
