import type { HostContext, SafeAreaInsets } from '@lockstep/contract'
import { MODAL_WIDTH_PX, type HostSettings, type ViewPlace } from '../api/host-state.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { ViewRecord } from './conversation.ts'
import { openInAppUrl } from './open-in-app.ts'
import { grantableModes } from './view-modes.ts'

/** What the page may do with a view's place. */
export function placeOf(view: ViewRecord, profile: PlatformProfile): ViewPlace {
  return {
    availableModes: grantableModes(view, profile),
    openInAppUrl: openInAppUrl(view),
    canShowAgain: canShowAgain(view) && profile.offers.rendersMimeTypes.length > 0,
  }
}

/** A closed view whose call came to something has its state still; a dialog had a moment of its own. */
export function canShowAgain({ phase, toolResult, modal, mountFailure }: ViewRecord): boolean {
  return phase === 'closed' && toolResult !== null && modal === null && mountFailure === null
}

/** Room around the view's content that something covers: the device's own edges, and in fullscreen the composer, which lies over the view. */
export function safeAreaOf(
  view: Pick<ViewRecord, 'displayMode'>,
  profile: Pick<PlatformProfile, 'safeAreaInsets'>,
  settings: HostSettings,
): SafeAreaInsets {
  const { safeAreaInsets: insets } = profile
  return view.displayMode === 'fullscreen' ? { ...insets, bottom: insets.bottom + settings.composerHeightPx } : { ...insets }
}

/** The box that a view has, or that it may grow to. */
export function containerOf(
  view: Pick<ViewRecord, 'displayMode' | 'modal'>,
  profile: Pick<PlatformProfile, 'maxInlineHeightPx' | 'screenWidthPx'>,
  settings: HostSettings,
): NonNullable<HostContext['containerDimensions']> {
  const { fullscreenWidthPx, fullscreenHeightPx: height } = settings
  const narrowed = (widthPx: number): number => Math.min(widthPx, profile.screenWidthPx ?? widthPx)
  if (view.displayMode === 'fullscreen' && fullscreenWidthPx > 0 && height > 0) return { width: narrowed(fullscreenWidthPx), height }
  const width = view.modal === null ? settings.columnWidthPx : Math.min(settings.columnWidthPx, MODAL_WIDTH_PX)
  return { width: narrowed(width), maxHeight: profile.maxInlineHeightPx }
}
