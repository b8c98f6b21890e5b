import type { GoldenReport, GoldenResult, GoldenState, HostState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { useReading } from '../store/use-reading.ts'
import { Icon } from './icon.tsx'

/** The apps' golden prompts, tried with the chosen model: which sentence leads to which tool. No tool is called. */
export function GoldenPanel({ host }: { host: HostState }) {
  const page = usePage()
  const { golden, model } = host
  if (golden.total === 0) {
    return (
      <p class="quiet">
        No connected app has golden prompts. They are sentences with the tool each should lead to, in the <code>golden.json</code> that{' '}
        <code>lockstep.config.ts</code> names.
      </p>
    )
  }
  const isPerson = model.kind === 'person'
  return (
    <>
      <p class="quiet">
        {golden.total} sentences, each tried as the first of a conversation. Nothing is called; only what the model would call is looked at.
      </p>
      <div class="golden-bar">
        {golden.isRunning ? (
          <button type="button" class="button" onClick={() => void page.run('/api/golden/stop', {})}>
            <Icon name="stop" /> Stop
          </button>
        ) : (
          <button type="button" class="button" aria-disabled={isPerson} onClick={() => (isPerson ? undefined : void page.run('/api/golden/run', {}))}>
            <Icon name="retry" /> {golden.summary === null ? 'Run all' : 'Run again'}
          </button>
        )}
        <p role="status">{isPerson ? 'You are the model; choose another one to judge them.' : progressWords(golden)}</p>
      </div>
      {golden.summary === null ? null : <Report revision={golden.summary.revision} />}
    </>
  )
}

function progressWords({ summary, isRunning, total }: GoldenState): string {
  if (summary === null) return isRunning ? 'Starting…' : ''
  const { passed, failed } = summary
  if (isRunning) return `${passed + failed} of ${total}…`
  if (passed + failed === 0) return ''
  return failed === 0 ? `All ${passed} passed.` : `${failed} of ${passed + failed} failed.`
}

/** Read by itself: it is long, and goes nowhere while nobody looks. */
function Report({ revision }: { revision: number }) {
  const [reply] = useReading('/api/golden', revision)
  if (reply === null) return null
  if (!reply.ok) return <p class="quiet">{reply.failure.message}</p>
  return reply.answer.report === null ? null : <Results report={reply.answer.report} />
}

function Results({ report: { model, results, notes, problem } }: { report: GoldenReport }) {
  const failed = results.filter(({ isPassed }) => !isPassed)
  const passed = results.filter(({ isPassed }) => isPassed)
  return (
    <>
      {problem === null ? null : (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p class="quiet">Judged by: {model.label}.</p>
      <ul class="golden-list">
        {[...failed, ...passed].map((result) => (
          <Line key={`${result.app} ${result.promptId} ${result.sentence}`} result={result} />
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
    </>
  )
}

function Line({ result: { sentence, kind, picked, isPassed, reason, promptId } }: { result: GoldenResult }) {
  return (
    <li>
      <details class="golden-line">
        <summary>
          <span class="tool-sign" data-phase={isPassed ? 'done' : 'failed'}>
            <Icon name={isPassed ? 'check' : 'cross'} />
            <span class="sr-only">{isPassed ? 'Passed: ' : 'Failed: '}</span>
          </span>
          <span class="golden-sentence">{sentence}</span>
          <span class="golden-picked">{isPassed ? (picked?.tool ?? 'no call') : reason}</span>
        </summary>
        <dl class="facts">
          <dt>Prompt</dt>
          <dd>
            {promptId} ({kind})
          </dd>
          {picked === null ? null : (
            <>
              <dt>Arguments</dt>
              <dd class="mono">{JSON.stringify(picked.arguments)}</dd>
            </>
          )}
        </dl>
      </details>
    </li>
  )
}
