import type { HostState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { AppStatus } from './app-status.tsx'
import { FaultBadge } from './fault-badge.tsx'
import { Icon } from './icon.tsx'
import { ModelMenu } from './model-menu.tsx'
import { Settings } from './settings.tsx'

export function TopBar({ host, isInspectorOpen }: { host: HostState; isInspectorOpen: boolean }) {
  const page = usePage()
  return (
    <header class="top-bar">
      <h1 class="brand">
        <svg class="brand-mark" viewBox="0 0 16 16" aria-hidden="true">
          <rect x="1.9" y="1.9" width="8" height="8" rx="2.2" />
          <rect x="6.1" y="6.1" width="8" height="8" rx="2.2" />
        </svg>
        <span class="brand-name">Lockstep</span> <span class="brand-sub">Local ChatGPT</span>
      </h1>
      <div class="top-group">
        <AppStatus apps={host.apps} />
        <ModelMenu host={host} />
        <FaultBadge faults={host.faults} />
      </div>
      <div class="top-group top-end">
        <Settings host={host} />
        <button type="button" class="button" onClick={() => void page.run('/api/reset', {})}>
          <Icon name="new" /> <span class="button-text">New conversation</span>
        </button>
        <button
          id="inspector-switch"
          type="button"
          class="button icon-only"
          aria-label="Inspector"
          title="Inspector"
          aria-expanded={isInspectorOpen}
          aria-controls="inspector"
          onClick={() => page.dispatch({ type: 'inspector', change: { isOpen: !isInspectorOpen } })}
        >
          <Icon name="panel" />
        </button>
      </div>
    </header>
  )
}
