import { useMemo, useState } from 'preact/hooks'
import type { TraceEvent } from '../../src/api/host-state.ts'
import { timelineRows, type TimelineFilter, type TimelineParty } from '../../src/page/timeline.ts'
import { usePage } from '../store/page.ts'
import { useMessages } from '../store/use-messages.ts'
import { TimelineLine } from './timeline-line.tsx'

/** Lines drawn at first, and more at a click: two thousand unfoldable lines would make the whole page slow. */
const LINES_STEP = 150

const PARTIES: Record<TimelineParty, string> = {
  all: 'Everything',
  view: 'Views',
  server: 'Servers',
  model: 'Model',
  host: 'What the host did',
}

export interface TimelinePanelProps {
  trace: TraceEvent[]
  lastMessageSeq: number
  locale: string
}

/** Every message in both directions and what the host made of it, newest first. */
export function TimelinePanel({ trace, lastMessageSeq, locale }: TimelinePanelProps) {
  const page = usePage()
  const messages = useMessages(lastMessageSeq)
  const [filter, setFilter] = useState<TimelineFilter>({ party: 'all', text: '' })
  const [shown, setShown] = useState(LINES_STEP)
  const rows = useMemo(() => timelineRows(messages, trace, filter), [messages, trace, filter])
  // The same elements again are not looked into: the timeline costs nothing while something else on the page changes.
  const lines = useMemo(() => rows.slice(0, shown).map((row) => <TimelineLine key={row.key} row={row} locale={locale} />), [rows, shown, locale])

  async function exportAll(): Promise<void> {
    const reply = await page.api.get('/api/messages/export')
    if (!reply.ok) return page.dispatch({ type: 'toast', text: reply.failure.message })
    save('lockstep-timeline.json', JSON.stringify({ messages: reply.answer.messages, events: trace }, null, 2))
  }

  return (
    <>
      <div class="timeline-bar">
        <label class="select">
          <span class="sr-only">Between whom</span>
          <select value={filter.party} onChange={(event) => setFilter({ ...filter, party: asParty(event.currentTarget.value) })}>
            {Object.entries(PARTIES).map(([party, words]) => (
              <option key={party} value={party}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <input
          type="search"
          class="search"
          aria-label="Filter by method, tool, id or any word"
          placeholder="Method, tool, id…"
          value={filter.text}
          onInput={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
        />
        <div class="timeline-actions">
          <button type="button" class="button small" onClick={() => void exportAll()}>
            Export
          </button>
          <button type="button" class="button small" onClick={() => void page.run('/api/messages/clear', {})}>
            Clear
          </button>
        </div>
      </div>
      {rows.length === 0 ? (
        <p class="quiet">{messages.length + trace.length === 0 ? 'Nothing has happened yet.' : 'Nothing fits this filter.'}</p>
      ) : null}
      <ol class="timeline" aria-label="Messages and events, newest first" onKeyDown={moveByKey}>
        {lines}
      </ol>
      {rows.length > shown ? (
        <button type="button" class="button" onClick={() => setShown(shown + LINES_STEP)}>
          Show older ({rows.length - shown} more)
        </button>
      ) : null}
    </>
  )
}

/** Up and down go from line to line, as in a list. */
function moveByKey(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return
  const lines = [...event.currentTarget.querySelectorAll('summary')]
  const index = lines.findIndex((line) => line === document.activeElement)
  if (index === -1) return
  event.preventDefault()
  lines[index + step]?.focus()
}

function asParty(value: string): TimelineParty {
  return value === 'view' || value === 'server' || value === 'model' || value === 'host' ? value : 'all'
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
