import type { SeenState } from '@lockstep/sync'
import type { State } from './coverage.ts'
import type { Dice } from './dice.ts'
import { presentDigits, unitOf } from './digit-code.ts'
import { countOf } from './entries.ts'
import type { Ledger } from './ledger.ts'
import type { ModelHost } from './model-host.ts'
import type { ToolCall } from './model-tools.ts'
import { LINES, LOW_CAP, type Mode, type Planner } from './plans.ts'
import type { SimClock } from './sim-clock.ts'

/** What the model decides: one thing at a time, from what it has seen. */
export interface Model {
  isBusy: () => boolean
  /** Looks, or changes something; resolves when the host has the answer. */
  act: () => Promise<void>
  /** The call that starts the cart, without an id or a revision. */
  create: () => Promise<void>
  /** Looks and adds one last thing. */
  finish: () => Promise<void>
  /** What it knew is of another database. */
  forget: () => void
}

export interface ModelOptions {
  mode: Mode
  dice: Dice
  clock: SimClock
  ledger: Ledger
  planner: Planner
  host: ModelHost
  /** A result is shown to the views as well. */
  onResult: (state: SeenState) => void
  reach: (state: State) => void
}

const WEIGHTS = { look: 12, add: 30, again: 14, set: 14, remove: 10, clear: 6, note: 8 }
/** Results that the model may still work from. */
const REMEMBERED = 4
/** Times it says the same again: the code of a count has room for three. */
const AGAIN_MAX = 2

export function createModel(options: ModelOptions): Model {
  const { mode, dice, clock, ledger, planner, host, reach } = options
  const made = new Set<string>()
  let seen: SeenState[] = []
  let isBusy = false
  let last: { line: string; count: number; baseRevision: number; times: number } | null = null

  async function look(): Promise<SeenState> {
    const state = await host.look()
    remember(state)
    return state
  }

  function remember(state: SeenState): void {
    seen = [...seen.filter(({ epoch }) => epoch === state.epoch), state].slice(-REMEMBERED)
    options.onResult(state)
  }

  async function call(wanted: ToolCall, counts: Readonly<Record<string, number>>): Promise<void> {
    const { tool, line, note } = wanted
    planner.claim(counts)
    const texts = note === '' ? [] : [{ field: 'notes', id: line, text: note } as const]
    const edit = ledger.add({ author: 'model', what: tool, at: clock.now(), counts, texts })
    const outcome = await host.call(wanted, edit)
    if (tool === 'set' && !outcome.ok) reach('model set refused')
    if (tool === 'clear') reach(outcome.ok ? 'model clear taken' : 'model clear refused')
    // after a refusal it looks before it decides again
    if (outcome.ok) remember(outcome.reply)
    else await look()
  }

  function wishOf(kind: Exclude<keyof typeof WEIGHTS, 'look' | 'again'>, base: SeenState): { call: ToolCall; counts: Record<string, number> } | null {
    const line = dice.pick(LINES)
    const shown = countOf(base.value, line)
    const blank = { line, count: 0, note: '', baseRevision: base.revision }
    switch (kind) {
      case 'add': {
        const more = increase(line)
        return more === null ? null : { call: { ...blank, tool: 'add', count: more }, counts: { [line]: more } }
      }
      case 'set': {
        const step = stepFor(line, shown)
        return step === 0 ? null : { call: { ...blank, tool: 'set', count: shown + step }, counts: { [line]: step } }
      }
      case 'remove':
        if (shown === 0 || !planner.mayTake(line, shown)) return null
        return { call: { ...blank, tool: 'remove', count: shown }, counts: { [line]: -shown } }
      case 'clear': {
        const lines = LINES.filter((one) => countOf(base.value, one) > 0)
        if (lines.length === 0 || lines.some((one) => !planner.mayTake(one, countOf(base.value, one)))) return null
        return { call: { ...blank, tool: 'clear', line: '' }, counts: Object.fromEntries(lines.map((one) => [one, -countOf(base.value, one)])) }
      }
      case 'note':
        return shown === 0 ? null : { call: { ...blank, tool: 'note', note: `model-${ledger.edits.length}` }, counts: {} }
    }
  }

  function increase(line: string): number | null {
    if (mode !== 'coded') return 1 + dice.below(2)
    const digit = ledger.freshDigit(line)
    return digit === null ? null : unitOf(digit)
  }

  /** From what it saw to the number it names. */
  function stepFor(line: string, shown: number): number {
    if (mode === 'limits') return dice.below(LOW_CAP + 3) - shown
    if (dice.chance(0.6)) return increase(line) ?? 0
    const down = mode === 'plain' ? Math.min(1, shown) : unitOf(presentDigits(shown).find(({ times }) => times === 1)?.digit ?? 0)
    return down <= shown && planner.mayTake(line, down) && shown > 0 ? -down : 0
  }

  async function decide(): Promise<void> {
    const newest = seen.at(-1) ?? (await look())
    const kind = dice.weighted(WEIGHTS)
    if (kind === 'look') return void (await look())
    if (kind === 'again') {
      if (last === null || last.baseRevision >= newest.revision || last.times > AGAIN_MAX) return
      const { line, count, times } = last
      const again: ToolCall = { tool: 'add', line, count, note: '', baseRevision: newest.revision }
      if (made.has(keyOf(again))) return
      made.add(keyOf(again))
      reach('model repeats itself on purpose')
      last = { line, count, baseRevision: newest.revision, times: times + 1 }
      return call(again, { [line]: count })
    }
    const base = dice.chance(0.3) ? dice.pick(seen) : newest
    if (base !== newest) reach('model changed an older state')
    const wish = wishOf(kind, base)
    // the very same call on the very same state is a repeat, whatever the model means by it
    if (wish === null || made.has(keyOf(wish.call))) return
    made.add(keyOf(wish.call))
    if (kind === 'add') last = { line: wish.call.line, count: wish.call.count, baseRevision: base.revision, times: 1 }
    await call(wish.call, wish.counts)
  }

  async function alone(act: () => Promise<void>): Promise<void> {
    isBusy = true
    await act()
    isBusy = false
  }

  return {
    isBusy: () => isBusy,
    act: () => alone(decide),
    create: () =>
      alone(async () => {
        const line = LINES[0]
        const count = increase(line) ?? 1
        await call({ tool: 'add', line, count, note: '', baseRevision: null }, { [line]: count })
      }),
    finish: () =>
      alone(async () => {
        const { revision } = await look()
        // a count nobody else uses, on a line that is not coded
        await call({ tool: 'add', line: 'last', count: 1, note: '', baseRevision: revision }, { last: 1 })
      }),
    forget: () => {
      seen = []
      last = null
      host.forget()
    },
  }
}

function keyOf({ tool, line, count, note, baseRevision }: ToolCall): string {
  return JSON.stringify([tool, line, count, note, baseRevision])
}
