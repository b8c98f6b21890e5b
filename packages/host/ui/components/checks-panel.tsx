import type { HostState, Instance, ToolEntry } from '../../src/api/host-state.ts'
import { firstFailing, viewChecks } from '../../src/core/view-gates/view-checks.ts'
import { usePage } from '../store/page.ts'
import { useNow } from '../store/use-now.ts'
import { CheckList } from './check-list.tsx'

/** A call with what it opened: the subject of the checks. Its id is the view's, or the call's where there is none. */
interface Candidate {
  id: string
  entry: ToolEntry
  instance: Instance | null
}

/** Why is my widget blank? Every gate between a call and something to see, for one call, filled in as it goes. */
export function ChecksPanel({ host, chosenId }: { host: HostState; chosenId: string | null }) {
  const page = usePage()
  const candidates = candidatesOf(host)
  const chosen = candidates.find(({ id }) => id === chosenId) ?? candidates.findLast(({ instance }) => instance !== null) ?? candidates.at(-1)
  if (chosen === undefined) return <p class="quiet">No call yet. Each call of a tool with a view is checked here, gate by gate.</p>
  return (
    <>
      <label class="select block">
        <span>Call</span>
        <select value={chosen.id} onChange={(event) => page.dispatch({ type: 'inspector', change: { instanceId: event.currentTarget.value } })}>
          {candidates.map(({ id, entry, instance }, index) => (
            <option key={id} value={id}>
              {index + 1}. {instance?.title ?? entry.title}
              {instance === null ? ' (no view)' : ''}
            </option>
          ))}
        </select>
      </label>
      <Checks key={chosen.id} host={host} candidate={chosen} />
    </>
  )
}

function Checks({ host, candidate: { entry, instance } }: { host: HostState; candidate: Candidate }) {
  const page = usePage()
  const tool = host.apps.find(({ name }) => name === entry.app)?.tools.find(({ name }) => name === entry.tool) ?? null
  const now = useNow(instance !== null && instance.phase !== 'closed')
  const checks = viewChecks({ entry, instance, tool, now })
  const failing = firstFailing(checks)
  return (
    <>
      <p role="status">
        <strong>{failing === null ? 'No gate failed.' : `Stopped at “${failing.title}”.`}</strong>{' '}
        {instance === null ? null : <span class="quiet">{mountWords(instance.steps.mounts)}</span>}
      </p>
      <CheckList checks={checks} />
      {instance === null || instance.mountFailure !== null || instance.phase === 'closed' ? null : (
        <p>
          <button type="button" class="button small" onClick={() => void page.runFor('/api/instances/:id/remount', instance.id, {})}>
            Load the view again
          </button>
        </p>
      )}
    </>
  )
}

function candidatesOf({ conversation, instances }: HostState): Candidate[] {
  return conversation.entries.flatMap((entry): Candidate[] => {
    if (entry.kind !== 'tool') return []
    const views = instances.filter(({ entryId }) => entryId === entry.id)
    return views.length === 0 ? [{ id: entry.id, entry, instance: null }] : views.map((instance) => ({ id: instance.id, entry, instance }))
  })
}

function mountWords(mounts: number): string {
  if (mounts === 0) return 'Its document was not loaded yet.'
  return mounts === 1 ? 'Its document was loaded once.' : `Its document was loaded ${mounts} times.`
}
