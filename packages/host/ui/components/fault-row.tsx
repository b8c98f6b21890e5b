import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { FaultSwitch } from '../../src/api/host-state.ts'
import type { FaultWords } from '../../src/faults/fault-catalogue.ts'
import { MAX_FAULT_MS } from '../../src/faults/fault-catalogue.ts'
import { faultScopeWords, faultTimesWords } from '../../src/page/fault-words.ts'
import { usePage } from '../store/page.ts'

type Scope = Pick<FaultSwitch, 'by' | 'tool' | 'times' | 'ms'>

const TIMES = [1, 2, 3, 5, 10, null]
const CALLERS = [
  ['any', 'Anybody'],
  ['model', 'The model'],
  ['view', 'A view'],
] as const

export interface FaultRowProps {
  words: FaultWords
  /** As it is on; null = off. */
  fault: FaultSwitch | null
  /** Names of the apps' tools. */
  tools: readonly string[]
  locale: string
}

/** One fault: a switch, what it does, and whom it strikes how often. What is chosen while it is off counts when it is switched on. */
export function FaultRow({ words, fault, tools, locale }: FaultRowProps) {
  const page = usePage()
  const [chosen, setChosen] = useState<Scope>({ by: 'any', tool: null, times: words.defaultTimes, ms: words.defaultMs ?? 0 })
  const [sentenceId, seenId] = [useId(), useId()]
  // what was asked for, until the state says so: somebody who switches on and then chooses is faster than the news
  const isOnRef = useRef(false)
  const sentRef = useRef<Promise<unknown>>(Promise.resolve())
  useEffect(() => {
    isOnRef.current = fault !== null
  }, [fault])
  const scope = fault ?? chosen
  const { id } = words

  const set = (on: Scope | null): void => {
    isOnRef.current = on !== null
    const body = on === null ? null : { times: on.times, ms: on.ms, ...(words.isOfCalls ? { by: on.by, tool: on.tool } : {}) }
    // one after the other: two requests may overtake each other
    sentRef.current = sentRef.current.then(async () => {
      const { ok } = await page.run('/api/faults', { id, on: body })
      if (!ok) isOnRef.current = false
    })
  }
  const choose = (change: Partial<Scope>): void => {
    const next = { by: scope.by, tool: scope.tool, times: scope.times, ms: scope.ms, ...change }
    setChosen(next)
    if (isOnRef.current) set(next)
  }

  return (
    <li class="fault" data-on={fault !== null}>
      <label class="fault-switch">
        <input
          type="checkbox"
          role="switch"
          checked={fault !== null}
          aria-describedby={`${sentenceId} ${seenId}`}
          onChange={(event) => set(event.currentTarget.checked ? chosen : null)}
        />
        <span>{words.title}</span>
        {fault === null || fault.hits === 0 ? null : <span class="fault-hits">struck {fault.hits === 1 ? 'once' : `${fault.hits} times`}</span>}
      </label>
      <p id={sentenceId}>{words.sentence}</p>
      <p id={seenId} class="quiet">
        Seen: {words.seen}
      </p>
      <details class="fault-scope">
        <summary>{faultScopeWords(scope, words, locale)}</summary>
        <div class="fault-fields">
          {words.isOfCalls ? (
            <>
              <Choice label="Whose calls" value={scope.by} options={CALLERS} onChoose={(by) => choose({ by: by as Scope['by'] })} />
              <Choice
                label="Which tool"
                value={scope.tool ?? ''}
                options={[['', 'Any'], ...tools.map((tool) => [tool, tool] as const)]}
                onChoose={(tool) => choose({ tool: tool === '' ? null : tool })}
              />
            </>
          ) : null}
          <Choice
            label="How often"
            value={String(scope.times)}
            options={TIMES.map((times) => [String(times), capital(faultTimesWords(times))] as const)}
            onChoose={(times) => choose({ times: times === 'null' ? null : Number(times) })}
          />
          {words.defaultMs === null ? null : (
            <label class="select block">
              Milliseconds
              <input
                type="number"
                min={0}
                max={MAX_FAULT_MS}
                step={100}
                value={scope.ms}
                onChange={(event) => choose({ ms: Math.min(MAX_FAULT_MS, Math.max(0, Math.round(event.currentTarget.valueAsNumber || 0))) })}
              />
            </label>
          )}
        </div>
      </details>
    </li>
  )
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

interface ChoiceProps {
  label: string
  value: string
  options: ReadonlyArray<readonly [value: string, title: string]>
  onChoose(value: string): void
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const known = options.some(([option]) => option === value) ? options : [...options, [value, value] as const]
  return (
    <label class="select block">
      {label}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {known.map(([option, title]) => (
          <option key={option} value={option}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
