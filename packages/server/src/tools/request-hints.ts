import { isRecord, REQUEST_META } from '@lockstep/contract'

/** Characters past which a hint is taken for noise and dropped. */
const HINT_MAX_CHARS = 200

/** What a host tells of a request. Hints: absent at will, forgeable; they correlate and never permit. */
export interface RequestHints {
  /** The conversation, anonymised. */
  session: string | null
  /** The user, anonymised. */
  subject: string | null
  /** BCP 47, unchecked. */
  locale: string | null
  /** The view instance that made the call. */
  widgetSessionId: string | null
}

export function parseRequestHints(meta: unknown): RequestHints {
  const source = isRecord(meta) ? meta : {}
  const hint = (key: string): string | null => {
    const value = source[key]
    return typeof value === 'string' && value !== '' && value.length <= HINT_MAX_CHARS ? value : null
  }
  return {
    session: hint(REQUEST_META.session),
    subject: hint(REQUEST_META.subject),
    locale: hint(REQUEST_META.locale),
    widgetSessionId: hint(REQUEST_META.widgetSessionId),
  }
}
