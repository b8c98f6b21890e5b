import { isRecord } from '@lockstep/contract'

/** What came, where it is an object; else one without members. */
export function recordOr(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}
