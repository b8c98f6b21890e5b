import type { sandboxOrigins } from '@lockstep/contract'
import type { ViewModal } from '../api/host-state.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { ViewRecord } from './conversation.ts'
import { frameAddresses } from './frame-addresses.ts'
import type { TemplateReading } from './template-cache.ts'
import { NO_HISTORY } from './view-history.ts'
import { initialMode } from './view-modes.ts'
import { sandboxBeginnings } from './view-sandbox.ts'
import { NO_STEPS } from './view-steps.ts'

/** What is known of a view before its resource speaks. */
export interface NewView {
  id: string
  app: string
  entryId: string
  toolName: string
  title: string
  /** Of the tool; the resource's own wins. */
  description: string
  resourceUri: string
  toolInput: Record<string, unknown> | null
  /** As the server sent it. */
  toolResult: Record<string, unknown> | null
  /** Null: it stands in the conversation. */
  modal: ViewModal | null
  /** Opened as an app of its own, without a conversation around it: it fills the screen. */
  isEntrypoint: boolean
}

export interface NewViewHome {
  viewKey: string
  origins: ReturnType<typeof sandboxOrigins>
  profile: PlatformProfile
  reading: TemplateReading
}

/** A view as it is before its frame has said anything; with `mountFailure` when its resource could not be read. */
export function newViewRecord({ description, isEntrypoint, ...view }: NewView, { viewKey, origins, profile, reading }: NewViewHome): ViewRecord {
  const resource = reading.ok ? reading.resource : null
  const displayHint = resource?.displayHint ?? null
  return {
    ...view,
    copyOf: null,
    platformId: profile.offers.id,
    viewKey,
    description: resource?.description ?? description,
    widgetDescription: resource?.description ?? null,
    prefersBorder: resource?.prefersBorder ?? false,
    frameSandbox: profile.frameSandbox,
    frameAllow: resource?.permissions.join('; ') ?? '',
    frameKey: 1,
    ...frameAddresses(viewKey, origins),
    ...sandboxBeginnings(reading),
    heightPx: 0,
    isHeightLooping: false,
    displayMode: reading.ok ? initialMode({ displayHint, modal: view.modal }, profile, isEntrypoint) : 'inline',
    displayHint,
    declaredModes: null,
    history: NO_HISTORY,
    openInAppHref: null,
    phase: 'loading',
    mountFailure: reading.ok ? null : { gate: reading.gate, message: reading.message },
    violations: [],
    steps: NO_STEPS,
    warnings: [],
    fault: null,
    widgetState: null,
    modelContext: null,
    contextUpdateId: null,
    shownFileIds: [],
    hasBridge: resource?.hasBridge ?? false,
    csp: resource?.csp ?? {},
    redirectDomains: resource?.redirectDomains ?? [],
  }
}
