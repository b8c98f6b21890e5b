import type { SeenState } from '@lockstep/sync'
import type { Chaos } from './chaos.ts'
import type { State } from './coverage.ts'
import type { Dice } from './dice.ts'
import type { Link } from './network.ts'
import type { SimClock } from './sim-clock.ts'
import type { Saved, View } from './view.ts'

/** A place for a view in the conversation: what the host keeps of it outlives each of its views. */
export interface Slot {
  readonly name: string
  view: View | null
  saved: Saved | null
  /** All that was ever kept, oldest first. */
  readonly copies: Saved[]
}

/** The conversation's page: mounts views, takes them away, shows them results, lets them look for news. */
export interface Page {
  readonly slots: readonly Slot[]
  views: () => readonly View[]
  /** Every view there ever was. */
  everMounted: () => readonly View[]
  open: () => Slot
  mount: (slot: Slot, saved: Saved | null) => void
  /** One last message, answered or not, then the view is gone. */
  tearDown: (slot: Slot) => void
  /** Gone without a word. */
  kill: (slot: Slot) => void
  /** A state that a tool result or a push brings along: to every view, late or never. */
  show: (state: SeenState) => void
  /** The server says that there is something new. */
  poke: () => void
}

export interface PageOptions {
  clock: SimClock
  dice: Dice
  chaos: Chaos
  /** A view, and what tells the page of what it keeps. */
  create: (name: string, saved: Saved | null, snapshot: SeenState | null, onSave: (saved: Saved | null) => void) => View
  broken: (rule: string, text: string) => void
  reach: (state: State) => void
  trace: (line: () => string) => void
}

/** Milliseconds between two looks for news. */
export const POLL_MS = 5_000
/** Results that may still stand in old messages. */
const PAINTED = 5
/** Most milliseconds a page waits for the answer to the last message. */
const TEARDOWN_MS = 1_000
const LATE_MAX_MS = 20_000

export function createPage({ clock, dice, chaos, create, broken, reach, trace }: PageOptions): Page {
  const slots: Slot[] = []
  const mounted: View[] = []
  const painted: SeenState[] = []
  const live = () => slots.flatMap(({ view }) => (view === null || !view.isAlive() ? [] : [view]))

  function mount(slot: Slot, saved: Saved | null): void {
    // the tool result above it may be an old one, or not be there at all
    const snapshot = painted.length === 0 || dice.chance(0.3) ? null : dice.pick(painted)
    const name = `w${mounted.length + 1}`
    trace(() => `${name} mounts in ${slot.name} ${saved === null ? 'without a queue' : `with ${saved.queue}`}, on ${snapshot?.revision ?? 'nothing'}`)
    const view = create(name, saved, snapshot, (next) => {
      slot.saved = next
      if (next !== null) slot.copies.push(next)
    })
    mounted.push(view)
    slot.view = view
    if (dice.chance(0.5)) void view.client.refresh()
    poll(view)
  }

  function poll(view: View): void {
    clock.setTimeout(() => void run(), POLL_MS)
    async function run(): Promise<void> {
      if (!view.isAlive()) return
      // as the shipped controller: while an own edit is on its way its answer will bring the news
      if (view.client.getSnapshot().status === 'saved') await view.client.refresh()
      poll(view)
    }
  }

  function leave(slot: Slot, view: View): void {
    view.kill()
    if (slot.view === view) slot.view = null
  }

  function tearDown(slot: Slot): void {
    const { view } = slot
    if (view === null) return
    const { status } = view.client.getSnapshot()
    const before = view.sends()
    if (view.isAwaiting()) reach('teardown with one in flight and edits on top')
    trace(() => `${view.name} is torn down (${status})`)
    let isAnswered = false
    view.overtake(() => void view.client.teardown().then(() => (isAnswered = true)))
    const said = view.sends() - before
    // what was restored may have to wait for a look first; a refusal waits for the person
    const mustSay = status !== 'saved' && status !== 'failed' && !view.isRestoring()
    if (said > 1 || (mustSay && said === 0)) broken('one last message', `${view.name} said ${said} in ${status}`)
    const goneAt = clock.now() + (dice.chance(0.5) ? 0 : TEARDOWN_MS)
    const wait = () => (isAnswered || clock.now() >= goneAt ? leave(slot, view) : void clock.setTimeout(wait, 50))
    wait()
  }

  return {
    slots,
    views: live,
    everMounted: () => mounted,
    open: () => {
      const slot: Slot = { name: `slot ${slots.length + 1}`, view: null, saved: null, copies: [] }
      slots.push(slot)
      return slot
    },
    mount,
    tearDown,
    kill: (slot) => {
      if (slot.view !== null) leave(slot, slot.view)
    },
    show: (state) => {
      painted.push(state)
      if (painted.length > PAINTED) painted.shift()
      for (const view of live()) deliver(view, () => view.client.poke(state), state)
    },
    poke: () => {
      for (const view of live()) deliver(view, () => void view.client.refresh(), null)
    },
  }

  function deliver(view: View, bring: () => void, state: SeenState | null): void {
    if (chaos.strikes()) return reach('poke lost')
    const isLate = chaos.strikes()
    if (isLate) reach('poke late')
    clock.setTimeout(
      () => {
        if (!view.isAlive() || isCut(view.link)) return
        const shown = view.client.getSnapshot()
        if (state !== null && shown.epoch === state.epoch && state.revision < shown.revision) reach('poke older than the view')
        if (state !== null) trace(() => `${view.name} is shown ${state.epoch} ${state.revision}`)
        bring()
      },
      isLate ? dice.between(1_000, LATE_MAX_MS) : dice.between(5, 300),
    )
  }

  function isCut(link: Link): boolean {
    return link.downUntil > clock.now()
  }
}
