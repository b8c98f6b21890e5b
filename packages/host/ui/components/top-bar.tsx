import type { HostState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { AppStatus } from './app-status.tsx'
import { Disclosure } from './disclosure.tsx'
import { Icon } from './icon.tsx'
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
        <Disclosure
          summary={
            <>
              {host.model.label} <Icon name="info" />
            </>
          }
        >
          <p>
            <strong>{host.model.label}: not a language model.</strong>
          </p>
          <p>{host.model.detail}</p>
        </Disclosure>
      </div>
      <div class="top-group top-end">
        <div class="settings-wide">
          <Settings settings={host.settings} />
        </div>
        <Disclosure class="settings-narrow end" label="Settings" summary={<Icon name="sliders" />}>
          <Settings settings={host.settings} />
        </Disclosure>
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
