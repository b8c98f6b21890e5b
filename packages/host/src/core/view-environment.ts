import { RESULT_META, type HostContext, type OpenAiGlobals, type Theme } from '@lockstep/contract'
import type { HostSettings, ToolCallResult } from '../api/host-state.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import { styleVariables } from '../platforms/chatgpt-2026/style-variables.ts'
import type { ViewRecord } from './conversation.ts'

/** Everything a view's surroundings follow from. */
export interface ViewEnvironment {
  profile: PlatformProfile
  settings: HostSettings
  theme: Theme
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
    availableDisplayModes: [...profile.offers.displayModes],
    containerDimensions: containerOf(view, profile, settings),
    locale: settings.locale,
    timeZone: settings.timeZone,
    userAgent: profile.userAgent,
    platform: profile.platform,
    deviceCapabilities: { ...profile.deviceCapabilities },
    safeAreaInsets: { ...profile.safeAreaInsets },
    ...(tool === null ? {} : { toolInfo: { id: view.entryId, tool } }),
  }
}

/** `window.openai`'s data. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export function openAiGlobalsOf(view: ViewRecord, { profile, settings, theme }: ViewEnvironment): OpenAiGlobals {
  const result = view.toolResult
  return {
    theme,
    userAgent: {
      device: { type: profile.device },
      capabilities: { hover: profile.deviceCapabilities.hover, touch: profile.deviceCapabilities.touch },
    },
    locale: settings.locale,
    maxHeight: containerOf(view, profile, settings).maxHeight ?? containerOf(view, profile, settings).height,
    displayMode: view.displayMode,
    safeArea: { insets: { ...profile.safeAreaInsets } },
    view: { mode: view.displayMode },
    toolInput: view.toolInput,
    toolOutput: structuredOf(result),
    // The envelope of 2026; the flat form of 2025 belongs to another profile.
    toolResponseMetadata:
      result === null ? null : { status: result['isError'] === true ? 'error' : 'success', call_tool_result: result, mcp_tool_result: result },
    widgetState: view.widgetState,
  }
}

/** The result as the view gets it: the host adds the id of this mount to its `_meta`. */
export function resultForView(result: ToolCallResult, instanceId: string): Record<string, unknown> {
  return { ...result, _meta: { ...result._meta, [RESULT_META.widgetSessionId]: instanceId } }
}

function containerOf(view: ViewRecord, profile: PlatformProfile, settings: HostSettings): NonNullable<HostContext['containerDimensions']> {
  const { fullscreenWidthPx: width, fullscreenHeightPx: height } = settings
  if (view.displayMode === 'fullscreen' && width > 0 && height > 0) return { width, height }
  return { width: settings.columnWidthPx, maxHeight: profile.maxInlineHeightPx }
}

function structuredOf(result: Record<string, unknown> | null): Record<string, unknown> | null {
  const structured = result?.['structuredContent']
  return typeof structured === 'object' && structured !== null && !Array.isArray(structured) ? (structured as Record<string, unknown>) : null
}
