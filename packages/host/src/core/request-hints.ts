import { REQUEST_META, type UserLocation } from '@lockstep/contract'
import type { HostSettings } from '../api/settings-state.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'

/** What a request may tell a server of the person and the conversation. */
interface RequestHints {
  /** The conversation. */
  session: string
  /** The person, anonymous and stable for this host's data directory. */
  subject: string
  /** Empty = none is told. */
  organization: string
  locale: string
  userAgent: string
  userLocation: UserLocation
  /** Only on calls that a view makes. */
  widgetSessionId: string | null
}

/**
 * `_meta` of a request: hints that a server may use to correlate, never to authorise. Only keys that the platform sends (`sent`) and nobody
 * switched off (`off`). @see developers.openai.com/plugins/reference (checked 2026-11-21)
 */
function requestMeta(hints: RequestHints, sent: readonly string[], off: readonly string[]): Record<string, unknown> {
  const all: Array<[key: string, value: unknown]> = [
    [REQUEST_META.session, hints.session],
    [REQUEST_META.subject, hints.subject],
    [REQUEST_META.organization, hints.organization === '' ? null : hints.organization],
    [REQUEST_META.locale, hints.locale],
    [REQUEST_META.userAgent, hints.userAgent],
    [REQUEST_META.userLocation, hints.userLocation],
    [REQUEST_META.widgetSessionId, hints.widgetSessionId],
  ]
  return Object.fromEntries(all.filter(([key, value]) => value !== null && sent.includes(key) && !off.includes(key)))
}

interface HintSources extends Pick<RequestHints, 'session' | 'subject' | 'widgetSessionId'> {
  profile: PlatformProfile
  settings: HostSettings
}

/** The hints of the platform that is played, as the person set them. */
export function hintsOf({ profile, settings, ...ids }: HintSources): Record<string, unknown> {
  const { locale, userLocation, organization, hintsOff } = settings
  return requestMeta({ ...ids, locale, userLocation, organization, userAgent: profile.userAgent }, profile.offers.client.requestHints, hintsOff)
}
