import type { MutationOutcome } from '@lockstep/server'
import { createSyncClient, SyncRefusal } from '@lockstep/sync'
import type { DocumentSpec, HeldRevision, Mutation, SeenState, Snapshot, SyncClient, SyncQueue, SyncView } from '@lockstep/sync'
import type { State } from './coverage.ts'
import type { Dice } from './dice.ts'
import type { Edit } from './ledger.ts'
import type { Link } from './network.ts'
import type { SimClock } from './sim-clock.ts'

/** What the host keeps for a view, synchronously, and hands to its next life. */
export interface Saved {
  /** JSON, as a host would store it. */
  readonly queue: string
  /** The edits the view knew of then: the first `count` of them. */
  readonly edits: readonly Edit[]
  readonly count: number
}

/** One mounted view: the real client, and the edits it answers for. */
export interface View {
  readonly name: string
  readonly client: SyncClient
  readonly link: Link
  /** All it inherited and made, in order. */
  readonly edits: readonly Edit[]
  /** Where its own begin. */
  readonly ownFrom: number
  /** Where those begin that it must show: what was discarded is not among them. */
  shownFrom: number
  /** Steps it can take back, oldest first. */
  undo: Edit[]
  /** Milliseconds its own clock is off. */
  skewMs: number
  isAlive: () => boolean
  /** From a mount with a queue until all of it is saved. */
  isRestoring: () => boolean
  /** Makes an edit that was recorded before, so that what is persisted meanwhile is known to hold it. */
  perform: (edit: Edit, act: () => void) => void
  /** Whether an attempt is on its way that the client still waits for. */
  isAwaiting: () => boolean
  sends: () => number
  /** A message now may overtake one in flight: the last words, or a person who asks again. */
  overtake: (act: () => void) => void
  /** The page is gone: no code of the view runs any more. */
  kill: () => void
}

export interface ViewOptions {
  name: string
  spec: DocumentSpec
  documentId: string
  snapshot: Snapshot | null
  saved: Saved | null
  clock: SimClock
  dice: Dice
  newId: () => string
  send: (view: View, mutation: Mutation, isLast: boolean) => Promise<MutationOutcome>
  fetch: (view: View, held?: HeldRevision) => Promise<SeenState | null>
  onSave: (saved: Saved | null) => void
  onShown: (view: View, shown: SyncView) => void
  broken: (rule: string, text: string) => void
  reach: (state: State) => void
}

/** Milliseconds after which the client may give an attempt up. */
const ATTEMPT_MS = 10_000

export function mountView(options: ViewOptions): View {
  const { name, clock, saved, broken, reach } = options
  const edits: Edit[] = saved === null ? [] : saved.edits.slice(0, saved.count)
  const attempts = new Set<{ readonly at: number; readonly mutationId: string }>()
  let isAlive = true
  let isRestoring = saved !== null
  let mayOvertake = false
  let sends = 0
  let queue = saved?.queue ?? ''
  let persists = 0
  let client: SyncClient | null = null
  let shown: { epoch: string | null; revision: number } = { epoch: null, revision: 0 }

  const view: View = {
    name,
    get client() {
      if (client === null) throw new Error('the view is still mounting')
      return client
    },
    link: { downUntil: 0 },
    edits,
    ownFrom: edits.length,
    shownFrom: edits.length,
    undo: [],
    skewMs: 0,
    isAlive: () => isAlive,
    isRestoring: () => isRestoring,
    perform: (edit, act) => {
      const before = persists
      const { value } = view.client.getSnapshot()
      edits.push(edit)
      act()
      if (persists === before && view.client.getSnapshot().value !== value)
        broken('edits are written ahead', `${name} kept nothing of edit ${edit.n}`)
    },
    isAwaiting,
    sends: () => sends,
    overtake: (act) => {
      mayOvertake = true
      act()
      mayOvertake = false
    },
    kill: () => {
      isAlive = false
      client?.dispose()
    },
  }

  function isAwaiting(): boolean {
    return [...attempts].some(({ at }) => at + ATTEMPT_MS > clock.now())
  }

  function checkSend({ mutationId, seq, supersedes }: Mutation): void {
    if (isAwaiting() && !mayOvertake) broken('one in flight', `${name} sent ${mutationId} while another attempt was on its way`)
    const { drafts = [] } = (queue === '' ? {} : JSON.parse(queue)) as Partial<SyncQueue>
    const isKept = drafts.some((draft) => draft.mutationId === mutationId && draft.seq === seq && draft.supersedes.length === supersedes.length)
    if (!isKept) broken('written before it is sent', `${name} sent ${mutationId} (seq ${seq}), kept is ${queue}`)
  }

  async function send(mutation: Mutation, { isLast }: { isLast: boolean }) {
    sends += 1
    checkSend(mutation)
    if (mutation.clientId !== name) reach('restored draft sent under its own name')
    const attempt = { at: clock.now(), mutationId: mutation.mutationId }
    // what was overtaken is no longer what the client waits for
    if (mayOvertake) attempts.clear()
    attempts.add(attempt)
    try {
      const outcome = await options.send(view, mutation, isLast)
      if (!outcome.ok) throw new SyncRefusal(outcome.failure)
      // with one answer its other attempts are of no more interest
      for (const other of attempts) if (other.mutationId === mutation.mutationId) attempts.delete(other)
      return outcome.reply
    } finally {
      attempts.delete(attempt)
      if (clock.now() - attempt.at > ATTEMPT_MS) reach('answer later than the attempt')
    }
  }

  function onPublish(): void {
    if (!isAlive || client === null) return
    const now = client.getSnapshot()
    if (now.epoch === shown.epoch && now.revision < shown.revision) {
      broken('a view never goes back', `${name} went from revision ${shown.revision} to ${now.revision}`)
    }
    shown = { epoch: now.epoch, revision: now.revision }
    if (now.status === 'saved') {
      isRestoring = false
      for (let index = edits.length - 1; index >= 0; index -= 1) {
        const edit = edits[index]
        if (edit === undefined || edit.isSaved) break
        edit.isSaved = true
      }
    }
    options.onShown(view, now)
  }

  client = createSyncClient({
    spec: options.spec,
    documentId: options.documentId,
    clientId: name,
    snapshot: options.snapshot,
    queue: saved === null ? null : (JSON.parse(saved.queue) as SyncQueue),
    clock: { now: () => clock.now() + view.skewMs, setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout },
    random: options.dice.next,
    newId: options.newId,
    persist: (next) => {
      if (!isAlive) return
      persists += 1
      queue = next === null ? '' : JSON.stringify(next)
      options.onSave(next === null ? null : { queue, edits, count: edits.length })
    },
    channel: { send, fetchSnapshot: (_documentId, held) => options.fetch(view, held) },
  })
  client.subscribe(onPublish)
  onPublish()
  return view
}
