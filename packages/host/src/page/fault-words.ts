import type { FaultSwitch } from '../api/host-state.ts'
import type { FaultWords } from '../faults/fault-catalogue.ts'

type Scope = Pick<FaultSwitch, 'by' | 'tool' | 'times' | 'ms'>

const CALLERS: Record<FaultSwitch['by'], string> = { any: 'Any call', model: 'The model’s calls', view: 'A view’s calls' }

/** Whom a fault strikes, how often and for how long, in one line. */
export function faultScopeWords({ by, tool, times, ms }: Scope, words: Pick<FaultWords, 'isOfCalls' | 'defaultMs'>, locale: string): string {
  const whom = `${CALLERS[by]}${tool === null ? '' : ` of ${tool}`}`
  const parts = [...(words.isOfCalls ? [whom] : []), faultTimesWords(times), ...(words.defaultMs === null ? [] : [`${ms.toLocaleString(locale)} ms`])]
  const [first = '', ...rest] = parts
  return [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...rest].join(' · ')
}

export function faultTimesWords(times: number | null): string {
  if (times === null) return 'until switched off'
  return times === 1 ? 'once' : `${times} times`
}

/** How many are on, for the badge. */
export function faultCountWords(count: number): string {
  return count === 1 ? '1 fault on' : `${count} faults on`
}
