import type { OpenAiUserAgent } from '@lockstep/contract'
import { part } from './host-context.ts'
import type { ViewHostContext } from './view-snapshot.ts'

export interface ViewDevice {
  readonly type: OpenAiUserAgent['device']['type']
  /** Null where the host does not say: CSS's `(any-hover: hover)` and `(any-pointer: coarse)` know. */
  readonly touch: boolean | null
  readonly hover: boolean | null
}

/** What the person has in hand, as the host says it in either dialect, the bridge first. */
export function deviceOf({ told, userAgent }: ViewHostContext): ViewDevice {
  const standard = part(told, 'deviceCapabilities')
  const openai = part(userAgent, 'capabilities')
  const type = [told['platform'], part(userAgent, 'device')['type']].find(isDevice)
  const flag = (name: string) => [standard[name], openai[name]].find((value) => typeof value === 'boolean') ?? null
  return { type: type ?? 'unknown', touch: flag('touch'), hover: flag('hover') }
}

function isDevice(value: unknown): value is 'mobile' | 'tablet' | 'desktop' {
  return value === 'mobile' || value === 'tablet' || value === 'desktop'
}
