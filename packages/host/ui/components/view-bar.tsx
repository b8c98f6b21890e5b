import type { Instance } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'
import { Icon, type IconName } from './icon.tsx'

/** The host's controls of one view; the same elements in every display mode, so the focus stays where it is. */
export function ViewBar({ instance: { id, app, displayMode } }: { instance: Instance }) {
  const page = usePage()
  const isFullscreen = displayMode === 'fullscreen'

  function close(): void {
    focusComposer()
    void page.runFor('/api/instances/:id/close', id, {})
  }
  const turn = (): void => void page.runFor('/api/instances/:id/display-mode', id, { mode: isFullscreen ? 'inline' : 'fullscreen' })
  const inspect = (): void => page.dispatch({ type: 'inspector', change: { isOpen: true, tab: 'state', instanceId: id } })

  return (
    <div class="view-bar">
      <span class="view-title">{app}</span>
      <BarButton label={isFullscreen ? 'Leave fullscreen' : 'Fullscreen'} icon={isFullscreen ? 'collapse' : 'expand'} onClick={turn} />
      <BarButton label="Show its state" icon="panel" onClick={inspect} />
      <BarButton label="Close the view" icon="close" onClick={close} />
    </div>
  )
}

interface BarButtonProps {
  label: string
  icon: IconName
  onClick(): void
}

function BarButton({ label, icon, onClick }: BarButtonProps) {
  return (
    <button type="button" class="button icon-only small" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  )
}
