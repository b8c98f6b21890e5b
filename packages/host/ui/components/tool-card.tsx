import type { Instance, ToolEntry } from '../../src/api/host-state.ts'
import { formatDuration } from '../../src/page/format.ts'
import { phaseWords } from '../../src/page/words.ts'
import { ApprovalCard } from './approval-card.tsx'
import { ArgumentsCard } from './arguments-card.tsx'
import { BlankCheck } from './blank-check.tsx'
import { Icon, type IconName } from './icon.tsx'
import { ToolDetails } from './tool-details.tsx'
import { ToolFailure } from './tool-failure.tsx'
import { ViewPanel } from './view-panel.tsx'

const PHASE_ICONS: Record<Exclude<ToolEntry['phase'], 'running'>, IconName> = {
  'awaiting-arguments': 'info',
  'awaiting-approval': 'info',
  done: 'check',
  failed: 'cross',
  declined: 'minus',
}

export interface ToolCardProps {
  entry: ToolEntry
  instance: Instance | null
  /** Of the view's frame; no two of a conversation are alike. */
  viewTitle: string
  locale: string
}

/** One tool call: a quiet line that unfolds, what it asks of the person, what went wrong, and the view it opened. */
export function ToolCard({ entry, instance, viewTitle, locale }: ToolCardProps) {
  const isFullscreen = instance?.displayMode === 'fullscreen'
  return (
    <article class="tool" aria-label={`Tool call: ${entry.title}`}>
      <div class="tool-parts" inert={isFullscreen}>
        {entry.phase === 'awaiting-approval' ? <ApprovalCard entry={entry} /> : null}
        {entry.phase === 'awaiting-arguments' ? <ArgumentsCard entry={entry} /> : null}
        {entry.phase.startsWith('awaiting') ? null : (
          <details class="tool-details">
            <summary>
              <PhaseSign phase={entry.phase} />
              <span class="tool-title">{entry.title}</span>
              {entry.by === 'person' ? <span>called by you</span> : null}
              <span class="tool-status">{statusOf(entry)}</span>
              {entry.tookMs === null ? null : <span class="tool-time">{formatDuration(entry.tookMs, locale)}</span>}
              <Icon name="chevron" />
            </summary>
            <ToolDetails entry={entry} />
          </details>
        )}
        {entry.error === null ? null : <ToolFailure error={entry.error} />}
        {entry.phase === 'done' && instance === null && entry.viewNote ? <p class="tool-note">{entry.viewNote}</p> : null}
      </div>
      {instance === null ? null : <ViewPanel instance={instance} title={viewTitle} />}
      {instance === null ? null : <BlankCheck entry={entry} instance={instance} />}
    </article>
  )
}

function PhaseSign({ phase }: { phase: ToolEntry['phase'] }) {
  return (
    <span class="tool-sign" data-phase={phase}>
      {phase === 'running' ? <span class="spinner" /> : <Icon name={PHASE_ICONS[phase]} />}
    </span>
  )
}

function statusOf(entry: ToolEntry): string {
  return entry.phase === 'failed' || entry.phase === 'declined' || entry.statusText === '' ? phaseWords(entry.phase) : entry.statusText
}
