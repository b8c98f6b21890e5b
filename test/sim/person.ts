import type { SyncView } from '@lockstep/sync'
import type { State } from './coverage.ts'
import type { Dice } from './dice.ts'
import { digitsOf, formatDigits } from './digit-code.ts'
import { countOf } from './entries.ts'
import { entryKey, type Edit, type Ledger } from './ledger.ts'
import { LINES, type Mode, type Plan, type Planner } from './plans.ts'
import type { SimClock } from './sim-clock.ts'
import type { View } from './view.ts'

export interface Person {
  /** Does one thing in the view; false when there was nothing to do. */
  act: (view: View) => boolean
  /** What a view shows must hold what its own person put in. */
  checkShown: (view: View, shown: SyncView) => void
}

export interface PersonOptions {
  mode: Mode
  dice: Dice
  clock: SimClock
  ledger: Ledger
  planner: Planner
  /** Whether documents may come back empty, so that nothing can be said of what is shown. */
  mayLoseDocument: () => boolean
  broken: (rule: string, text: string) => void
  reach: (state: State) => void
  trace: (line: () => string) => void
}

const WEIGHTS = { add: 42, takeSome: 12, removeLine: 9, clear: 3, undo: 12, note: 10, addTask: 4, moveTask: 5, removeTask: 3 }
/** Steps the client keeps. */
const UNDO_MAX = 20

export function createPerson(options: PersonOptions): Person {
  const { mode, dice, clock, ledger, planner, broken, reach, trace } = options

  function perform(view: View, what: string, plan: Pick<Plan, 'counts' | 'texts'>, act: () => void): Edit {
    const before = view.client.getSnapshot().value
    planner.claim(plan.counts)
    for (const { field, id, text } of plan.texts) if (text === '') ledger.removed.add(entryKey(field, id))
    const edit = ledger.add({ author: view.name, what, at: clock.now(), counts: plan.counts, texts: plan.texts })
    view.perform(edit, act)
    const after = view.client.getSnapshot().value
    trace(
      () =>
        `${view.name} ${what} (edit ${edit.n})${Object.entries(plan.counts)
          .map(([line, count]) => ` ${line} ${formatDigits(count)}`)
          .join()}`,
    )
    if (mode === 'limits' || options.mayLoseDocument()) return edit
    for (const line of LINES) {
      const step = countOf(after, line) - countOf(before, line)
      const meant = plan.counts[line] ?? 0
      if (step !== meant) broken('an edit shows at once', `${view.name} edit ${edit.n} on ${line}: meant ${meant}, shows ${step}`)
    }
    return edit
  }

  function planFor(kind: Exclude<keyof typeof WEIGHTS, 'undo'>, view: View): Plan | null {
    const shown = view.client.getSnapshot().value
    switch (kind) {
      case 'add':
        return planner.add()
      case 'note':
        return planner.note(shown, view.name)
      case 'addTask':
        return planner.addTask(view.name)
      case 'moveTask':
        return planner.moveTask(shown, view.name)
      case 'takeSome':
      case 'removeLine':
      case 'clear':
      case 'removeTask':
        return planner[kind](shown)
    }
  }

  /** Takes the last own step back, when that meets nobody else's removal. */
  function undo(view: View): boolean {
    const step = view.undo.at(-1)
    if (step === undefined || !view.client.getSnapshot().canUndo) return false
    const counts = Object.fromEntries(Object.entries(step.counts).map(([line, count]) => [line, -count]))
    const shown = view.client.getSnapshot().value
    if (Object.entries(counts).some(([line, count]) => count < 0 && (countOf(shown, line) < -count || !planner.mayTake(line, -count)))) return false
    view.undo.pop()
    for (const { field, id, text } of step.texts) {
      ledger.restored.add(entryKey(field, id))
      if (field === 'tasks' && text !== '') ledger.removed.add(entryKey(field, id))
    }
    for (const line of Object.keys(counts)) ledger.restored.add(entryKey('notes', line))
    perform(view, `undoes edit ${step.n}`, { counts, texts: [] }, () => void view.client.undo())
    reach(Object.values(step.counts).some((count) => count < 0) ? 'undo of a removal' : 'undo')
    return true
  }

  return {
    act: (view) => {
      if (view.client.getSnapshot().failure?.code === 'view_outdated') return false
      for (let tries = 0; tries < 4; tries += 1) {
        const kind = dice.weighted(WEIGHTS)
        if (kind === 'undo') {
          if (undo(view)) return true
          continue
        }
        const plan = planFor(kind, view)
        if (plan === null) continue
        if (kind === 'clear') reach('whole cart cleared by a view')
        if (kind === 'moveTask') reach('entry moved in the list')
        const edit = perform(view, plan.what, plan, () => view.client.edit(plan.change))
        view.undo = [...view.undo, edit].slice(-UNDO_MAX)
        return true
      }
      return false
    },
    checkShown: (view, shown) => {
      if (mode !== 'coded' || options.mayLoseDocument()) return
      for (const edit of view.edits.slice(view.shownFrom)) {
        for (const [line, count] of Object.entries(edit.counts)) {
          if (count <= 0 || edit.isRevoked) continue
          const digit = Math.round(Math.log2(count) / 3)
          if (2 ** (3 * digit) !== count || ledger.isTaken(line, digit)) continue
          const times = digitsOf(countOf(shown.value, line))[digit] ?? 0
          // on a state that has them already, drafts may add or take once more than they should, until their answer comes
          const isUnsure = shown.status !== 'saved' && (times > 1 || view.edits.some((other) => (other.counts[line] ?? 0) < 0))
          if (times !== 1 && !isUnsure) broken('a view shows its own edits', `${view.name} shows edit ${edit.n} on ${line} ${times} times`)
        }
      }
    },
  }
}
