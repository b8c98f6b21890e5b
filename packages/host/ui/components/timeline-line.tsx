import { useState } from 'preact/hooks'
import type { LoggedMessage, TraceEvent } from '../../src/api/host-state.ts'
import { formatBytes, formatDuration, formatTimeOfDay, prettyJson } from '../../src/page/format.ts'
import { readableJson } from '../../src/page/readable-json.ts'
import { eventHint, routeWords, type TimelineRow } from '../../src/page/timeline.ts'
import { useReading } from '../store/use-reading.ts'
import { CopyButton } from './copy-button.tsx'

const KINDS: Record<LoggedMessage['kind'], string> = {
  request: '',
  notification: '',
  answer: 'answer',
  error: 'error',
  foreign: 'not JSON-RPC',
}

/** One line of the timeline; unfolded, the whole message. */
export function TimelineLine({ row, locale }: { row: TimelineRow; locale: string }) {
  return row.kind === 'event' ? <EventLine event={row.event} /> : <MessageLine message={row.message} tookMs={row.tookMs} locale={locale} />
}

function MessageLine({ message, tookMs, locale }: { message: LoggedMessage; tookMs: number | null; locale: string }) {
  const [isOpen, setOpen] = useState(false)
  const { seq, at, route, kind, method, subject, bytes } = message
  return (
    <li data-kind={kind}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class="timeline-what">
            <span class="mono">{method || KINDS[kind]}</span>
            {method === '' || KINDS[kind] === '' ? null : <span class="timeline-kind">{KINDS[kind]}</span>}
            {subject === '' ? null : <span class="quiet">{subject}</span>}
          </span>
          <span class="timeline-numbers quiet">
            {tookMs === null ? null : <span>{formatDuration(tookMs, locale)}</span>}
            <span>{formatBytes(bytes, locale)}</span>
          </span>
          <span class="timeline-when quiet">
            <time class="mono">{formatTimeOfDay(at)}</time> {routeWords(route)}
          </span>
        </summary>
        {isOpen ? <MessageBody seq={seq} /> : null}
      </details>
    </li>
  )
}

function MessageBody({ seq }: { seq: number }) {
  const [reply] = useReading('/api/messages/:value', seq)
  if (reply === null) return <p class="quiet">Reading…</p>
  if (!reply.ok) return <p class="quiet">{reply.failure.message}</p>
  const { body, isCut, id, app, instanceId, hasHiddenMeta } = reply.answer
  const facts = [id === null ? null : `id ${id}`, app, instanceId].filter((fact) => fact !== null).join(' · ')
  return (
    <div class="timeline-body">
      <div class="panel-head">
        <p class="quiet mono">{facts}</p>
        <CopyButton label="Copy the message" text={body} />
      </div>
      {hasHiddenMeta ? <p class="quiet">Has _meta, which no model sees.</p> : null}
      <pre>{body === '' ? '(forgotten: the timeline keeps only so much)' : readableJson(body)}</pre>
      {isCut && body !== '' ? <p class="quiet">Cut here; the message is longer.</p> : null}
    </div>
  )
}

function EventLine({ event }: { event: TraceEvent }) {
  return (
    <li data-kind="event">
      <details>
        <summary>
          <span class="timeline-what">
            <span class="mono">{event.name}</span>
            <span class="quiet">{eventHint(event)}</span>
          </span>
          <span class="timeline-when quiet">
            <time class="mono">{formatTimeOfDay(event.at)}</time> host
          </span>
        </summary>
        <div class="timeline-body">
          <pre>{prettyJson(event.detail)}</pre>
        </div>
      </details>
    </li>
  )
}
