import type { FaultId, HostState } from '../../src/api/host-state.ts'
import { FAULT_GROUPS, FAULTS, type FaultGroup } from '../../src/faults/fault-catalogue.ts'
import { usePage } from '../store/page.ts'
import { FaultRow } from './fault-row.tsx'
import { Icon } from './icon.tsx'

const GROUPS = Object.entries(FAULT_GROUPS) as Array<[FaultGroup, string]>

export interface FaultsPanelProps {
  host: HostState
  /** What a link into the page asks to switch on. */
  linked: readonly FaultId[]
}

/** Everything that can be made to go wrong, and the three things that can be done to an app at once. */
export function FaultsPanel({ host, linked }: FaultsPanelProps) {
  const page = usePage()
  const { faults, apps, settings } = host
  const tools = [...new Set(apps.flatMap((app) => app.tools.map(({ name }) => name)))].toSorted()
  return (
    <>
      <div class="panel-head">
        <p class="quiet">What goes wrong on purpose, as it may in ChatGPT. All of it is off again when the host is started anew.</p>
        {faults.length === 0 ? null : (
          <button type="button" class="button small faults-off" onClick={() => void page.run('/api/faults/clear', {})}>
            All off
          </button>
        )}
      </div>
      {linked.length === 0 ? null : <LinkedFaults ids={linked} />}
      <AtOnce host={host} />
      {GROUPS.map(([group, title]) => (
        <section key={group} aria-labelledby={`faults-${group}`}>
          <h2 id={`faults-${group}`} class="panel-title">
            {title}
          </h2>
          <ul class="faults">
            {FAULTS.filter((words) => words.group === group).map((words) => (
              <FaultRow
                key={words.id}
                words={words}
                fault={faults.find(({ id }) => id === words.id) ?? null}
                tools={tools}
                locale={settings.locale}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

/** Anybody can write a link: what it asks for waits for a click. */
function LinkedFaults({ ids }: { ids: readonly FaultId[] }) {
  const page = usePage()
  const titles = FAULTS.flatMap(({ id, title }) => (ids.includes(id) ? [title] : []))
  const answered = (): void => page.dispatch({ type: 'inspector', change: { linkedFaults: [] } })

  async function accept(): Promise<void> {
    await Promise.all(ids.map((id) => page.run('/api/faults', { id, on: {} })))
    answered()
  }

  return (
    <div class="ask" role="group" aria-labelledby="linked-faults">
      <h2 id="linked-faults">
        <Icon name="info" /> Switch on what the link asks for?
      </h2>
      <p>You followed a link that wants these to go wrong: {titles.join(', ')}.</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void accept()}>
          Switch on
        </button>
        <button type="button" class="button" onClick={answered}>
          No
        </button>
      </div>
    </div>
  )
}

/** What happens when it is clicked, rather than when something else does. */
function AtOnce({ host: { apps, instances } }: { host: HostState }) {
  const page = usePage()
  const view = instances.findLast(
    ({ phase, mountFailure, modal }) => phase !== 'closed' && phase !== 'closing' && mountFailure === null && modal === null,
  )
  return (
    <section aria-labelledby="faults-at-once">
      <h2 id="faults-at-once" class="panel-title">
        At once
      </h2>
      <div class="fault-actions">
        {apps.map(({ name }) => (
          <button key={name} type="button" class="button small" onClick={() => void page.run('/api/apps/restart', { name })}>
            <Icon name="retry" /> Restart {name}
          </button>
        ))}
        {view === undefined ? null : (
          <>
            <button type="button" class="button small" onClick={() => void page.runFor('/api/instances/:id/remount', view.id, {})}>
              <Icon name="retry" /> Load “{view.title}” anew
            </button>
            <button type="button" class="button small" onClick={() => void page.runFor('/api/instances/:id/second', view.id, {})}>
              <Icon name="copy" /> Show it a second time
            </button>
          </>
        )}
      </div>
    </section>
  )
}
