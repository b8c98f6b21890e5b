import { isRecord, RESOURCE_META, TOOL_META, type DisplayMode } from '@lockstep/contract'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import { asDisplayMode } from './openai-arguments.ts'

/** What a resource says of its place (`openai/ui`); null = nothing of the kind. @see OpenAI MCP Extensions 0.2.0 (checked 2026-11-21) */
export interface DisplayHint {
  availableModes: DisplayMode[] | null
  preferredMode: DisplayMode | null
}

/** The platform as it is played: without the modes that are switched off. */
type ModesPlatform = Pick<PlatformProfile, 'offers' | 'platform'>

/** What decides a view's modes. */
export interface ModeClaims {
  displayMode: DisplayMode
  displayHint: DisplayHint | null
  /** `appCapabilities.availableDisplayModes`; null when the view declared none. */
  declaredModes: readonly DisplayMode[] | null
  /** A view in a dialog has no other place. */
  modal: object | null
}

export function readDisplayHint(meta: Record<string, unknown>): DisplayHint | null {
  const ui = meta[RESOURCE_META.openaiUi]
  if (!isRecord(ui)) return null
  const listed = ui['availableDisplayModes']
  const availableModes = Array.isArray(listed) ? listed.flatMap((mode) => asDisplayMode(mode) ?? []) : null
  const preferredMode = asDisplayMode(ui['preferredDisplayMode'])
  if ((availableModes === null || availableModes.length === 0) && preferredMode === null) return null
  return { availableModes: availableModes?.length === 0 ? null : availableModes, preferredMode }
}

/** The person may open the tool by itself, without a conversation that asks for it. @see OpenAI MCP Extensions, entrypoints (checked 2026-11-21) */
export function hasEntrypoint(tool: Record<string, unknown>): boolean {
  const meta = isRecord(tool['_meta']) ? tool['_meta'][TOOL_META.openaiUi] : null
  return isRecord(meta) && Array.isArray(meta['entrypoints']) && meta['entrypoints'].length > 0
}

/** Modes the host offers the view: the platform's, within what the resource lists. A phone has no pip. */
export function offeredModes(view: Pick<ModeClaims, 'displayHint' | 'modal'>, { offers, platform: kind }: ModesPlatform): DisplayMode[] {
  const platform = offers.displayModes.filter((mode) => mode !== 'pip' || kind !== 'mobile')
  if (view.modal !== null) return platform.filter((mode) => mode === 'inline')
  const listed = view.displayHint?.availableModes ?? null
  return listed === null ? platform : platform.filter((mode) => listed.includes(mode))
}

/** Modes the view can be given now: what is offered, and what it declared itself. */
export function grantableModes(view: ModeClaims, platform: ModesPlatform): DisplayMode[] {
  const { declaredModes } = view
  return offeredModes(view, platform).filter((mode) => declaredModes === null || declaredModes.includes(mode))
}

/** The mode a view gets when it asks for `asked`: that one, fullscreen for pip on a phone, else the one it has. */
export function grantedMode(asked: DisplayMode, view: ModeClaims, platform: ModesPlatform): DisplayMode {
  const wanted = asked === 'pip' && platform.platform === 'mobile' ? 'fullscreen' : asked
  return grantableModes(view, platform).includes(wanted) ? wanted : view.displayMode
}

/**
 * The mode a view starts in: fullscreen when it was opened by an entrypoint, when it prefers that, or when it lists both without a preference; else inline.
 * @see OpenAI MCP Extensions, display hints (checked 2026-11-21)
 */
export function initialMode(view: Pick<ModeClaims, 'displayHint' | 'modal'>, platform: ModesPlatform, isEntrypoint: boolean): DisplayMode {
  const offered = offeredModes(view, platform)
  if (!offered.includes('fullscreen')) return 'inline'
  if (isEntrypoint || !offered.includes('inline')) return 'fullscreen'
  const hint = view.displayHint
  if (hint === null) return 'inline'
  return (hint.preferredMode ?? (hint.availableModes === null ? 'inline' : 'fullscreen')) === 'fullscreen' ? 'fullscreen' : 'inline'
}
