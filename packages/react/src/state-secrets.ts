import { IS_DEVELOPMENT } from './report-problem.ts'

/** What must not be kept with the host: its state store is no vault, and part of it is read to the model. */
export interface StateFinding {
  /** Dotted. */
  readonly path: string
  /** `secret` opens something; `personal` names somebody, and is looked for in development only. */
  readonly kind: 'secret' | 'personal'
  /** What it looks like, never what it is; empty in production. */
  readonly looks: string
}

/** A member of this name with a text in it. */
const SECRET_KEY =
  /^(pass(word|wd|phrase)|(client[-_]?)?secret|api[-_]?key|((access|refresh|id|bearer|session|auth)[-_]?)?token|authorization|cookie)$/i
/** Any of SHAPES. */
const SECRET_TEXT =
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.|\bBearer\s+[\w.~+/-]{16}|:\/\/\S+[?&]([\w-]+-Signature|sig|signature|token|access_token)=|PRIVATE KEY-----|\b(sk|rk|ghp|gho|xox[abp])[-_][\w-]{16}/i
/** What a developer is told it looks like, the first that fits. */
const SHAPES: ReadonlyArray<readonly [sign: RegExp, looks: string]> = [
  [/\beyJ/, 'a JSON web token'],
  [/Bearer\s/i, 'a bearer token'],
  [/:\/\/\S+[?&]/, 'a signed URL'],
  [/PRIVATE KEY/, 'a private key'],
  [/[-_]/, 'an API key'],
]
const E_MAIL = /[\w.+-]+@[\w-]+\.[a-z]{2,}/i

/**
 * A copy without what opens something (`secret`), and what was found; the very same value when there is nothing. An e-mail address is told in development
 * and stays: a person may be typing it into a form, and a draft must not lose what they type. Pure.
 */
export function withoutSecrets<T>(value: T, path = ''): { value: T | undefined; findings: readonly StateFinding[] } {
  const findings: StateFinding[] = []
  return { value: scrub(value, path, '', new Map(), findings) as T | undefined, findings }
}

/** `done` holds what was looked at: each object once, so that a cycle ends and a mistakenly kept DOM event costs no more than its size. */
function scrub(value: unknown, path: string, key: string, done: Map<object, unknown>, findings: StateFinding[]): unknown {
  if (typeof value === 'string') return scrubText(value, path, key, findings)
  if (typeof value !== 'object' || value === null) return value
  if (done.has(value)) return done.get(value)
  done.set(value, value)
  const entries = Object.entries(value).map(
    ([member, inner]) => [member, inner, scrub(inner, path === '' ? member : `${path}.${member}`, member, done, findings)] as const,
  )
  if (entries.every(([, before, after]) => before === after)) return value
  const safe = Array.isArray(value)
    ? entries.map(([, , after]) => after ?? null)
    : Object.fromEntries(entries.flatMap(([member, , after]) => (after === undefined ? [] : [[member, after]])))
  done.set(value, safe)
  return safe
}

function scrubText(text: string, path: string, key: string, findings: StateFinding[]): string | undefined {
  if ((text !== '' && SECRET_KEY.test(key)) || SECRET_TEXT.test(text)) {
    findings.push({ path, kind: 'secret', looks: IS_DEVELOPMENT ? looksOf(text) : '' })
    return undefined
  }
  if (IS_DEVELOPMENT && E_MAIL.test(text)) findings.push({ path, kind: 'personal', looks: 'an e-mail address' })
  return text
}

function looksOf(text: string): string {
  const shape = SECRET_TEXT.test(text) ? SHAPES.find(([sign]) => sign.test(text)) : undefined
  return shape?.[1] ?? 'a secret, by its name'
}
