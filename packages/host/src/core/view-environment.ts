import { type HostContext, OPENAI_EXTENSIONS, type OpenAiGlobals, type OpenAiModelContext, type Theme } from '@lockstep/contract'
import type { HostSettings } from '../api/host-state.ts'
import { openAiMembers } from '../platforms/offered-members.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import { styleVariables } from '../platforms/chatgpt-2026/style-variables.ts'
import type { ShimOffer } from '../sandbox/openai-shim.ts'
import type { FrameSurroundings } from '../sandbox/simulate-media.ts'
import type { ViewRecord } from './conversation.ts'
import { markedResult } from './widget-session.ts'
import { offeredModes } from './view-modes.ts'
import { containerOf, safeAreaOf } from './view-place.ts'

/** Everything a view's surroundings follow from. */
export interface ViewEnvironment {
  profile: PlatformProfile
  settings: HostSettings
  theme: Theme
}

export function environmentOf(profile: PlatformProfile, settings: HostSettings): ViewEnvironment {
  return { profile, settings, theme: resolveTheme(settings) }
}

export function resolveTheme(settings: HostSettings): Theme {
  return settings.theme === 'system' ? settings.systemTheme : settings.theme
}

/** `hostContext` of the MCP Apps bridge. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export function hostContextOf(view: ViewRecord, tool: Record<string, unknown> | null, { profile, settings, theme }: ViewEnvironment): HostContext {
  return {
    theme,
    styles: { variables: styleVariables(theme) },
    displayMode: view.displayMode,
    availableDisplayModes: offeredModes(view, profile),
    containerDimensions: containerOf(view, profile, settings),
    locale: settings.locale,
    timeZone: settings.timeZone === 'system' ? settings.systemTimeZone : settings.timeZone,
    userAgent: profile.userAgent,
    platform: profile.platform,
    deviceCapabilities: { ...profile.deviceCapabilities },
    safeAreaInsets: safeAreaOf(view, profile, settings),
    ...(tool === null ? {} : { toolInfo: { id: view.entryId, tool } }),
    ...modelContextOf(view, profile),
  }
}

/** What the model has of this view, null when the person took it away. @see github.com/openai/mcp-extensions docs/spec.md (checked 2026-11-21) */
function modelContextOf(view: ViewRecord, { offers }: PlatformProfile): Record<string, OpenAiModelContext | null> {
  const { contextUpdateId: updateId, modelContext } = view
  if (updateId === null || offers.bridge?.capabilities.experimental?.[OPENAI_EXTENSIONS.modelContext] === undefined) return {}
  return { [OPENAI_EXTENSIONS.modelContext]: modelContext === null ? null : { ...modelContext, updateId } }
}

/** The data members that the platform's `window.openai` has; none where it has no such thing. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export function openAiGlobalsOf(view: ViewRecord, { profile, settings, theme }: ViewEnvironment): Partial<OpenAiGlobals> {
  const { openai } = profile.offers
  if (openai === null) return {}
  const result = resultForView(view, profile)
  const container = containerOf(view, profile, settings)
  const all: OpenAiGlobals = {
    theme,
    userAgent: {
      device: { type: profile.device },
      capabilities: { hover: profile.deviceCapabilities.hover, touch: profile.deviceCapabilities.touch },
    },
    locale: settings.locale,
    maxHeight: container.maxHeight ?? container.height,
    displayMode: view.displayMode,
    safeArea: { insets: safeAreaOf(view, profile, settings) },
    view: view.modal === null ? { mode: view.displayMode } : { mode: 'modal', params: view.modal.params },
    toolInput: view.toolInput,
    toolOutput: structuredOf(result),
    toolResponseMetadata: result === null ? null : openai.toolResponseMetadata === 'flat' ? metaOf(result) : envelopeOf(result),
    widgetState: view.widgetState,
  }
  const has = new Set<string>(openai.globals)
  return Object.fromEntries(Object.entries(all).filter(([name]) => has.has(name)))
}

/** `window.openai` as a view finds it; null where the platform has none. `withheld` = members that a fault takes away. */
export function shimOfferOf(
  globals: Partial<OpenAiGlobals>,
  { profile, settings }: ViewEnvironment,
  withheld: ReadonlySet<string>,
): ShimOffer | null {
  if (profile.offers.openai === null) return null
  return { globals: { ...globals }, members: openAiMembers(profile, settings, withheld), isStrict: settings.strictness === 'strict' }
}

/** What the frame's browser is made to say of itself. */
export function surroundingsOf({ profile, settings }: ViewEnvironment): FrameSurroundings {
  return {
    reducedMotion: settings.reducedMotion === 'system' ? null : settings.reducedMotion,
    // A desktop's pointer is the one that the person has in hand.
    isInputForced: settings.input !== 'device' || settings.device !== 'desktop',
    hover: profile.deviceCapabilities.hover,
    touch: profile.deviceCapabilities.touch,
    textSizePercent: settings.textSizePercent,
  }
}

/** The result as the view gets it: some platforms add the id of this mount to its `_meta`. */
export function resultForView(view: ViewRecord, profile: PlatformProfile): Record<string, unknown> | null {
  return view.toolResult === null ? null : markedResult(view.toolResult, view, profile)
}

/** The names are certain, the shapes inside are not. @see chatgpt-contract 1.2 (checked 2026-11-21) */
function envelopeOf(result: Record<string, unknown>): Record<string, unknown> {
  return { status: result['isError'] === true ? 'error' : 'success', call_tool_result: result, mcp_tool_result: result }
}

function metaOf(result: Record<string, unknown>): Record<string, unknown> {
  return recordOf(result['_meta']) ?? {}
}

function structuredOf(result: Record<string, unknown> | null): Record<string, unknown> | null {
  return recordOf(result?.['structuredContent'])
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
}
