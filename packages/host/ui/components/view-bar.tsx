import type { ComponentChildren } from 'preact'
import type { Instance } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'
import { Icon, type IconName } from './icon.tsx'
import { ViewBadges } from './view-badges.tsx'

export interface ViewBarProps {
  instance: Instance
  /** The handle of a floating view. */
  handle: ComponentChildren
}

/** The host's controls of one view; the same elements in every display mode, so the focus stays where it is. */
export function ViewBar({ instance, handle }: ViewBarProps) {
  const page = usePage()
  const { id, app, displayMode, availableModes, history, openInAppUrl } = instance
  const isFullscreen = displayMode === 'fullscreen'
  const isPip = displayMode === 'pip'

  function close(): void {
    focusComposer()
    void page.runFor('/api/instances/:id/close', id, {})
  }
  const place = (mode: Instance['displayMode']): void => void page.runFor('/api/instances/:id/display-mode', id, { mode })
  const step = (direction: 'back' | 'forward'): void => void page.runFor('/api/instances/:id/history', id, { direction })
  const inspect = (): void => page.dispatch({ type: 'inspector', change: { isOpen: true, tab: 'state', instanceId: id } })

  return (
    <div class="view-bar">
      <div class="view-controls">
        {history.canGoBack || history.canGoForward ? (
          <>
            <BarButton key="back" label="Back in the view" icon="back" isOff={!history.canGoBack} onClick={() => step('back')} />
            <BarButton key="forward" label="Forward in the view" icon="forward" isOff={!history.canGoForward} onClick={() => step('forward')} />
          </>
        ) : null}
        <span key="title" class="view-title">
          {isFullscreen ? instance.title : app}
        </span>
        <ViewBadges key="badges" instance={instance} />
        {isFullscreen && openInAppUrl !== null ? (
          <button
            key="open-in"
            type="button"
            class="button small"
            aria-label={`Open in ${app}`}
            title={openInAppUrl}
            onClick={() => void page.runFor('/api/instances/:id/open-in-app', id, {})}
          >
            <Icon name="leave" /> <span class="button-words">Open in {app}</span>
          </button>
        ) : null}
        {handle === null ? null : <span key="handle">{handle}</span>}
        {isPip || availableModes.includes('pip') ? (
          <BarButton
            key="pip"
            label={isPip ? 'Back into the conversation' : 'Small window'}
            icon={isPip ? 'back-in' : 'pip'}
            onClick={() => place(isPip ? 'inline' : 'pip')}
          />
        ) : null}
        {isFullscreen || availableModes.includes('fullscreen') ? (
          <BarButton
            key="fullscreen"
            label={isFullscreen ? 'Leave fullscreen' : 'Fullscreen'}
            icon={isFullscreen ? 'collapse' : 'expand'}
            onClick={() => place(isFullscreen ? 'inline' : 'fullscreen')}
          />
        ) : null}
        <BarButton key="state" label="Show its state" icon="panel" isExtra onClick={inspect} />
        <BarButton key="close" label="Close the view" icon="close" onClick={close} />
      </div>
    </div>
  )
}

export interface BarButtonProps {
  label: string
  icon: IconName
  /** It is there, but does nothing now. */
  isOff?: boolean
  /** Left out where there is little room. */
  isExtra?: boolean
  onClick(): void
}

export function BarButton({ label, icon, isOff = false, isExtra = false, onClick }: BarButtonProps) {
  return (
    <button
      type="button"
      class={isExtra ? 'button icon-only small extra' : 'button icon-only small'}
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) onClick()
      }}
    >
      <Icon name={icon} />
    </button>
  )
}
