import type { CheckStatus, ViewCheck } from '../../src/core/view-gates/view-checks.ts'
import { Icon, type IconName } from './icon.tsx'

const SIGNS: Record<CheckStatus, { icon: IconName; words: string }> = {
  passed: { icon: 'check', words: 'passed' },
  noted: { icon: 'info', words: 'passed, with a note' },
  failed: { icon: 'cross', words: 'failed' },
  waiting: { icon: 'minus', words: 'waiting' },
  'not-needed': { icon: 'minus', words: 'not needed' },
}

/** The gates of a view in their order, each with what was seen and what to do. */
export function CheckList({ checks }: { checks: readonly ViewCheck[] }) {
  return (
    <ol class="checks">
      {checks.map((check) => (
        <li key={check.gate} class="check" data-status={check.status}>
          <Icon name={SIGNS[check.status].icon} />
          <div>
            <p class="check-title">
              {check.title} <span class={check.status === 'passed' ? 'sr-only' : 'quiet'}>{SIGNS[check.status].words}</span>
            </p>
            <CheckWords check={check} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** What was seen and what to do about it. */
export function CheckWords({ check: { detail, fix } }: { check: ViewCheck }) {
  return (
    <>
      {detail === '' ? null : <p class="check-detail">{detail}</p>}
      {fix === null ? null : <p class="check-fix">{fix}</p>}
    </>
  )
}
