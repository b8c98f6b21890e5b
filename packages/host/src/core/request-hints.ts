import { REQUEST_META } from '@lockstep/contract'

export interface RequestHints {
  /** The conversation. */
  session: string
  /** The person, anonymous and stable for this host's data directory. */
  subject: string
  locale: string
  userAgent: string
  /** Only on calls that a view makes. */
  widgetSessionId?: string
}

/** `_meta` of a request: hints that a server may use to correlate, never to authorise. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export function requestMeta(hints: RequestHints): Record<string, unknown> {
  return {
    [REQUEST_META.session]: hints.session,
    [REQUEST_META.subject]: hints.subject,
    [REQUEST_META.locale]: hints.locale,
    [REQUEST_META.userAgent]: hints.userAgent,
    ...(hints.widgetSessionId === undefined ? {} : { [REQUEST_META.widgetSessionId]: hints.widgetSessionId }),
  }
}
