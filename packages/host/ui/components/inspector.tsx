import type { HostState } from '../../src/api/host-state.ts'
import type { InspectorState, InspectorTab } from '../../src/page/page-state.ts'
import { nextTab } from '../../src/page/next-tab.ts'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'
import { ModelSeesPanel } from './model-sees-panel.tsx'
import { ResizeHandle } from './resize-handle.tsx'
import { StatePanel } from './state-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'

const TABS: Record<InspectorTab, string> = { sees: 'Model sees', state: 'State', timeline: 'Timeline' }
const ORDER: readonly InspectorTab[] = ['sees', 'state', 'timeline']

/** The developer's side: what the model gets, what each view keeps, what happened. Beside the conversation, over it where there is no room. */
export function Inspector({ host, inspector }: { host: HostState; inspector: InspectorState }) {
  const page = usePage()
  const { tab, isOpen, widthPx } = inspector
  const choose = (next: InspectorTab): void => page.dispatch({ type: 'inspector', change: { tab: next } })

  function close(): void {
    document.getElementById('inspector-switch')?.focus()
    page.dispatch({ type: 'inspector', change: { isOpen: false } })
  }

  function moveByKey(event: KeyboardEvent): void {
    const next = nextTab(ORDER, tab, event.key)
    if (next === null) return
    event.preventDefault()
    choose(next)
    document.getElementById(`tab-${next}`)?.focus()
  }

  return (
    <aside id="inspector" class="inspector" aria-label="Inspector" hidden={!isOpen} style={{ '--inspector-width': `${widthPx}px` }}>
      <ResizeHandle widthPx={widthPx} />
      <div class="inspector-head">
        <div class="tabs" role="tablist" aria-label="Inspector" onKeyDown={moveByKey}>
          {ORDER.map((name) => (
            <button
              key={name}
              id={`tab-${name}`}
              type="button"
              role="tab"
              class="tab"
              aria-selected={name === tab}
              aria-controls="inspector-panel"
              tabIndex={name === tab ? 0 : -1}
              onClick={() => choose(name)}
            >
              {TABS[name]}
            </button>
          ))}
        </div>
        <button type="button" class="button icon-only small" aria-label="Close the inspector" title="Close the inspector" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <div id="inspector-panel" class="inspector-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {isOpen && tab === 'sees' ? <ModelSeesPanel sees={host.modelSees} locale={host.settings.locale} /> : null}
        {isOpen && tab === 'state' ? <StatePanel instances={host.instances} chosenId={inspector.instanceId} /> : null}
        {isOpen && tab === 'timeline' ? <TimelinePanel trace={host.trace} /> : null}
      </div>
    </aside>
  )
}
