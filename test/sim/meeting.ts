import { createDocumentHandle, type DocumentHandle } from '@lockstep/server'
import { counters, createSyncClient, lastWriter, SyncRefusal, type DocumentValue, type DocumentSpec } from '@lockstep/sync'
import { unitOf } from './digit-code.ts'
import { createDisk } from './disk.ts'
import { createDiskStore } from './disk-store.ts'
import { countOf } from './entries.ts'
import { createChaos } from './chaos.ts'
import { createDice } from './dice.ts'
import { changeOf, type ToolCall } from './model-tools.ts'
import { stepped } from './plans.ts'
import { createSimClock } from './sim-clock.ts'
import type { Side, Step } from './meeting-steps.ts'

/** One commit as it should have been: from an independent reckoning of what both meant. */
export interface Meeting {
  readonly final: DocumentValue
  readonly expected: Readonly<Record<string, number>>
  /** Lines where somebody changed what another had changed unseen, and nobody was told. */
  readonly untold: readonly string[]
  readonly shown: DocumentValue
  readonly status: string
}

const SPEC: DocumentSpec = {
  name: 'cart',
  fields: { lines: counters({ max: Number.MAX_SAFE_INTEGER }), notes: lastWriter({ maxLength: 9, follows: 'lines' }) },
}
const DOCUMENT = 'c_meeting'
const SHARED = 'eggs'

/**
 * A view and a model on one document, each with its own three steps, in the given order. The view commits at once or only when all is over; it
 * hears of the model only in the answers to its own commits, and the model of the view only in its own results.
 */
export async function meet(view: readonly Step[], model: readonly Step[], order: readonly Side[], isHeldBack: boolean): Promise<Meeting> {
  const clock = createSimClock(1_800_000_000_000)
  const dice = createDice(1)
  const disk = createDisk({ epoch: 'e1', window: 100, onCommit: () => {} })
  const store = createDiskStore({
    disk,
    clock,
    dice,
    chaos: createChaos(dice, 0),
    life: { isDead: () => false, crash: () => {} },
    reach: () => {},
    wallNow: clock.now,
    isAvailable: () => true,
    onImpure: () => {},
  })
  const handle = createDocumentHandle(SPEC, 1e12, store, clock.now)
  const run: Run = { handle, digit: 0, value: { [SHARED]: unitOf(0) }, untold: [] }
  await settle(clock, handle.edit(DOCUMENT, { actor: 'system', mutationId: 'start', change: () => ({ lines: { [SHARED]: unitOf(0) } }) }))
  const start = disk.document()?.value ?? {}
  const epoch = `e1.${(disk.document()?.createdAt ?? 0).toString(36)}`

  let ids = 0
  let base: DocumentValue = start
  const sent: Array<{ mine: DocumentValue; base: DocumentValue; before: DocumentValue; result: DocumentValue; told: ReadonlySet<string> }> = []
  const client = createSyncClient({
    spec: SPEC,
    documentId: DOCUMENT,
    clientId: 'w1',
    snapshot: { documentId: DOCUMENT, epoch, revision: 1, value: start },
    queue: null,
    clock,
    random: dice.next,
    newId: () => `m${(ids += 1)}`,
    persist: () => {},
    channel: {
      fetchSnapshot: async () => (await handle.read(DOCUMENT))?.snapshot ?? null,
      send: async (mutation) => {
        const before = disk.document()?.value ?? {}
        const outcome = await handle.sync(mutation, { actor: 'user' })
        if (!outcome.ok) throw new SyncRefusal(outcome.failure)
        const told = new Set(outcome.reply.conflicts.map(({ id }) => id))
        sent.push({ mine: mutation.value, base, before, result: outcome.reply.value, told })
        base = outcome.reply.value
        return outcome.reply
      },
    },
  })

  const steps = { view: [...view], model: [...model] }
  let seen = { revision: 1, value: start }
  const meant: Record<string, number> = {}
  for (const side of order) {
    const step = steps[side].shift() ?? 'same line'
    if (side === 'view') {
      const { line, count } = deltaOf(run, step, client.getSnapshot().value, side)
      meant[line] = (meant[line] ?? 0) + count
      client.edit((value) => stepped(value, line, count))
      if (!isHeldBack) await flush()
    } else {
      const { line, count } = deltaOf(run, step, seen.value, side)
      const call: ToolCall = { tool: count < 0 ? 'remove' : 'add', line, count: Math.abs(count), note: '', baseRevision: seen.revision }
      const before = disk.document()?.value ?? {}
      const answer = handle.edit(DOCUMENT, { actor: 'model', mutationId: `call:${run.digit}`, baseRevision: seen.revision, change: changeOf(call) })
      const outcome = await settle(clock, answer)
      if (!outcome.ok) continue
      run.value[line] = Math.max(0, (run.value[line] ?? 0) + count)
      const wasChanged = countOf(before, line) !== countOf(seen.value, line)
      if (wasChanged && !outcome.reply.changes.some(({ id }) => id === line)) run.untold.push(`model: ${line}`)
      seen = { revision: outcome.reply.revision, value: outcome.reply.value }
    }
  }
  await flush()
  await settle(clock, client.refresh())
  return {
    final: disk.document()?.value ?? {},
    expected: run.value,
    untold: run.untold,
    shown: client.getSnapshot().value,
    status: client.getSnapshot().status,
  }

  async function flush(): Promise<void> {
    await settle(clock, client.flush())
    for (const { mine, base, before, result, told } of sent.splice(0)) noteView(run, mine, base, before, result, told)
    for (const [line, count] of Object.entries(meant)) {
      run.value[line] = Math.max(0, (run.value[line] ?? 0) + count)
      delete meant[line]
    }
  }
}

interface Run {
  readonly handle: DocumentHandle
  digit: number
  /** What must be there, reckoned step by step: counts only ever add up, and stop at zero. */
  readonly value: Record<string, number>
  readonly untold: string[]
}

function deltaOf(run: Run, step: Step, shown: DocumentValue, side: Side): { line: string; count: number } {
  run.digit += 1
  if (step === 'remove') return { line: SHARED, count: -countOf(shown, SHARED) }
  return { line: step === 'same line' ? SHARED : `${side}'s`, count: unitOf(run.digit) }
}

/** A view must hear of each line that it changed, that others had changed meanwhile, and that now is not as it shows it. */
function noteView(run: Run, mine: DocumentValue, base: DocumentValue, before: DocumentValue, result: DocumentValue, told: ReadonlySet<string>): void {
  for (const line of new Set([base, mine].flatMap((value) => Object.keys(value['lines'] ?? {})))) {
    const isMine = countOf(mine, line) !== countOf(base, line)
    const isTheirs = countOf(before, line) !== countOf(base, line)
    if (isMine && isTheirs && countOf(result, line) !== countOf(mine, line) && !told.has(line)) run.untold.push(`view: ${line}`)
  }
}

async function settle<T>(clock: ReturnType<typeof createSimClock>, promise: Promise<T>): Promise<T> {
  let isDone = false
  void promise.then(() => (isDone = true))
  await clock.runUntil(() => isDone)
  return promise
}
