import type { DisplayMode } from '@lockstep/contract'
import { decideLink } from '../external-link.ts'
import { ECHO_MS, heightRested, heightWanted, NEW_HEIGHT_GUARD, type HeightGuard } from '../height-guard.ts'
import { CLOSED_BY_PERSON, CLOSED_BY_VIEW, type ModalAnswer, type ModalRequest } from '../view-dialogs.ts'
import { readHistory } from '../view-history.ts'
import { grantedMode } from '../view-modes.ts'
import { refused } from '../view-refusal.ts'
import type { ActionContext } from './action-context.ts'

/** Milliseconds after its document was served within which nobody can have asked a view for anything. */
const UNASKED_MS = 1_000

/** What a view asks for its own place on the screen. */
export interface DisplayActions {
  /** The mode granted. */
  requestDisplayMode(mode: DisplayMode): DisplayMode
  setHeight(heightPx: number): void
  requestClose(): void
  /** Resolves when the dialog is closed. */
  requestModal(request: ModalRequest): Promise<ModalAnswer>
  /** Target of the fullscreen button "Open in <app>". */
  setOpenInAppUrl(href: string): void
  /** From the frame's history mirror; what is no report of it changes nothing. */
  tellHistory(report: unknown): void
  /** The person pressed Escape in it: a dialog closes. */
  tellEscape(): void
}

export function createDisplayActions(context: ActionContext): DisplayActions {
  let guard: HeightGuard | null = null
  let rest: unknown = null

  function follow(next: HeightGuard): void {
    const wasStopped = guard?.mode === 'stopped'
    guard = next
    const isLooping = next.mode === 'stopped'
    const { heightPx } = next
    const view = context.view()
    if (view === null || view.phase === 'closed') return
    if (view.heightPx !== heightPx || view.isHeightLooping !== isLooping) context.change({ heightPx, isHeightLooping: isLooping })
    if (isLooping && !wasStopped) context.trace('view.height_loop', { instanceId: context.instanceId, heightPx })
    if (next.mode !== 'holding' && next.mode !== 'probing') return
    context.clock.clearTimeout(rest)
    rest = context.clock.setTimeout(() => {
      if (guard === next) follow(heightRested(next, context.clock.now()))
    }, ECHO_MS)
  }

  return {
    requestDisplayMode(asked) {
      const view = context.current()
      const { servedAt } = view.steps
      if (asked !== view.displayMode && servedAt !== null && context.clock.now() - servedAt < UNASKED_MS)
        context.warn(
          'requestDisplayMode',
          `It asked for ${asked} as soon as it was loaded. Ask when the person does something that needs the room; declare a first mode on the resource (_meta["openai/ui"].preferredDisplayMode).`,
        )
      if (context.faults.take('deny-display-mode') !== null) return view.displayMode
      const mode = grantedMode(asked, { ...view, declaredModes: context.declaredModes() }, context.profile())
      context.setDisplayMode(context.instanceId, mode)
      return mode
    },
    setHeight(height) {
      const view = context.current()
      // A view that fills the screen has the screen's height; what it says of itself then must not become its inline height.
      if (view.displayMode === 'fullscreen') return
      const { minInlineHeightPx, maxInlineHeightPx } = context.profile()
      const heightPx = Math.ceil(Math.min(Math.max(height, minInlineHeightPx), maxInlineHeightPx))
      follow(heightWanted(guard ?? { ...NEW_HEIGHT_GUARD, heightPx: view.heightPx }, heightPx, context.clock.now()))
    },
    requestClose: () => context.close(CLOSED_BY_VIEW),
    requestModal: (request) => context.openModal(context.current(), request),
    setOpenInAppUrl(href) {
      const { domain } = context.current()
      const decision = decideLink(href, [], { returnUrl: context.pageOrigin(), redirectUrl: false })
      if (decision.kind === 'refused') throw refused(decision.message)
      context.change({ openInAppHref: decision.url })
      if (domain === null)
        context.warn('setOpenInAppUrl', 'Nothing shows this address: the button “Open in …” needs a domain on the resource (_meta.ui.domain).')
    },
    tellHistory(report) {
      const history = readHistory(report)
      if (history !== null) context.change({ history })
    },
    tellEscape() {
      if (context.view()?.modal) context.close(CLOSED_BY_PERSON)
    },
  }
}
