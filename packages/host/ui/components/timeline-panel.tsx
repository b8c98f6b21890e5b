import type { TraceEvent } from '../../src/api/host-state.ts'
import { formatTimeOfDay, prettyJson } from '../../src/page/format.ts'

/** What happened, newest first. */
export function TimelinePanel({ trace }: { trace: TraceEvent[] }) {
  if (trace.length === 0) return <p class="quiet">Nothing has happened yet.</p>
  return (
    <ol class="timeline" aria-label="Events, newest first">
      {trace.toReversed().map((event) => (
        <li key={event.seq}>
          <details>
            <summary>
              <time class="mono quiet">{formatTimeOfDay(event.at)}</time>
              <span class="mono">{event.name}</span>
              <span class="timeline-hint quiet">{hintOf(event)}</span>
            </summary>
            <pre>{prettyJson(event.detail)}</pre>
          </details>
        </li>
      ))}
    </ol>
  )
}

/** The first short text of the details, so that the list can be read without unfolding. */
function hintOf(event: TraceEvent): string {
  const value = ['tool', 'method', 'name', 'uri', 'data', 'instanceId']
    .map((key) => hintIn(event.detail[key]))
    .find((each) => typeof each === 'string')
  return typeof value === 'string' ? value : ''
}

/** A log message has its words one level down. */
function hintIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'message' in value ? value.message : value
}
