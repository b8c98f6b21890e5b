import { useEffect } from 'preact/hooks'
import type { HostState } from '../../src/api/host-state.ts'
import type { InspectorState, InspectorTab } from '../../src/page/page-state.ts'
import { nextTab } from '../../src/page/next-tab.ts'
import { usePage } from '../store/page.ts'
import { ChecksPanel } from './checks-panel.tsx'
import { FaultsPanel } from './faults-panel.tsx'
import { FilesPanel } from './files-panel.tsx'
import { GoldenPanel } from './golden-panel.tsx'
import { Icon } from './icon.tsx'
import { MetadataPanel } from './metadata-panel.tsx'
import { ModelSeesPanel } from './model-sees-panel.tsx'
import { NetworkPanel } from './network-panel.tsx'
import { ResizeHandle } from './resize-handle.tsx'
import { StatePanel } from './state-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'

const TABS: Record<InspectorTab, string> = {
  sees: 'Model sees',
  state: 'State',
  checks: 'Checks',
  timeline: 'Timeline',
  network: 'Network',
  metadata: 'Metadata',
  files: 'Files',
  faults: 'Faults',
  golden: 'Golden',
}
const ORDER: readonly InspectorTab[] = ['sees', 'state', 'checks', 'timeline', 'network', 'metadata', 'files', 'faults', 'golden']

export interface InspectorProps {
  host: HostState
  inspector: InspectorState
  lastMessageSeq: number
}

/** The developer's side: what the model gets, what each view keeps, what happened. Beside the conversation, over it where there is no room. */
export function Inspector({ host, inspector, lastMessageSeq }: InspectorProps) {
  const page = usePage()
  const { tab, isOpen, widthPx } = inspector
  const choose = (next: InspectorTab): void => page.dispatch({ type: 'inspector', change: { tab: next } })

  // Also when another part of the page chose the tab: a list that scrolls must show what is chosen.
  useEffect(() => {
    if (isOpen) document.getElementById(`tab-${tab}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isOpen, tab])

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
        {isOpen ? <Panel host={host} inspector={inspector} lastMessageSeq={lastMessageSeq} /> : null}
      </div>
    </aside>
  )
}

/** Only the open tab is drawn: what nobody looks at costs nothing. */
function Panel({ host, inspector: { tab, instanceId, linkedFaults }, lastMessageSeq }: InspectorProps) {
  const { locale } = host.settings
  switch (tab) {
    case 'sees':
      return <ModelSeesPanel sees={host.modelSees} locale={locale} />
    case 'state':
      return <StatePanel host={host} chosenId={instanceId} />
    case 'checks':
      return <ChecksPanel host={host} chosenId={instanceId} />
    case 'timeline':
      return <TimelinePanel trace={host.trace} lastMessageSeq={lastMessageSeq} locale={locale} />
    case 'network':
      return <NetworkPanel instances={host.instances} chosenId={instanceId} />
    case 'metadata':
      return <MetadataPanel />
    case 'files':
      return <FilesPanel host={host} />
    case 'faults':
      return <FaultsPanel host={host} linked={linkedFaults} />
    case 'golden':
      return <GoldenPanel host={host} />
  }
}
