import { counters, lastWriter, list, type DocumentSpec, type SeenState } from '@lockstep/sync'
import { createChaos } from './chaos.ts'
import { commitLine } from './commit-line.ts'
import { emptyCounts, type Counts, type State } from './coverage.ts'
import { createDice, type Dice } from './dice.ts'
import { createDisk } from './disk.ts'
import { createLedger } from './ledger.ts'
import { createLogJudge } from './log-judge.ts'
import { createModel } from './model.ts'
import { createModelHost } from './model-host.ts'
import { createNetwork } from './network.ts'
import { createPage } from './page.ts'
import { createPerson } from './person.ts'
import { createPlanner, LOW_CAP, type Mode } from './plans.ts'
import { createReplyJudge } from './reply-judge.ts'
import { createServerProcess } from './server-process.ts'
import { createSimClock } from './sim-clock.ts'
import { createRoad } from './road.ts'
import { mountView } from './view.ts'

export interface WorldOptions {
  seed: number
  /** Probability of each fault. */
  faults: number
  trace: ((line: string) => void) | null
  /** Default true. False leaves every clock right, and all else as it is. */
  clocksJump?: boolean
}

export interface Broken {
  readonly rule: string
  readonly text: string
  readonly at: number
}

export type World = ReturnType<typeof createWorld>

const DOCUMENT_ID = 'c_of-the-conversation'
const START = 1_800_000_000_000
const DAY_MS = 24 * 60 * 60_000
export const IDLE_TTL_MS = 30 * DAY_MS
/** Larger than any sum of coded counts. */
const NO_CAP = Number.MAX_SAFE_INTEGER

function specOf(mode: Mode): DocumentSpec {
  return {
    name: 'cart',
    fields: {
      lines: counters({ max: mode === 'limits' ? LOW_CAP : NO_CAP }),
      notes: lastWriter({ maxLength: 200, follows: 'lines' }),
      tasks: list(),
    },
  }
}

/** Everything of one run, wired: nothing in it knows a clock, a network or a random of its own. */
export function createWorld({ seed, faults, trace: write, clocksJump = true }: WorldOptions) {
  const dice: Dice = createDice(seed)
  const clock = createSimClock(START)
  const chaos = createChaos(dice, faults)
  const counts: Counts = emptyCounts()
  const broken: Broken[] = []
  const reach = (state: State) => void (counts[state] += 1)
  const trace = (line: () => string) => write?.(`${String(clock.now() - START).padStart(7)} ${line()}`)
  const breaks = (rule: string, text: string) => {
    broken.push({ rule, text, at: clock.now() - START })
    trace(() => `!! ${rule}: ${text}`)
  }

  const mode: Mode = dice.weighted({ coded: 66, plain: 20, limits: 14 })
  const isLossy = mode === 'coded' && dice.chance(0.12)
  const spec = specOf(mode)
  const documentId = DOCUMENT_ID
  const server = { skewMs: 0, downUntil: 0, lostAt: null as number | null, pushes: dice.chance(0.5), mayJump: false, isLosing: false }
  let ids = 0
  const newId = (prefix: string) => `${prefix}${(ids += 1)}`

  const log = createLogJudge({ storeEpoch: 'e1', broken: breaks, reach })
  const window = 4 + dice.below(20)
  const replies = createReplyJudge({
    log,
    window,
    max: mode === 'limits' ? LOW_CAP : NO_CAP,
    mayExpire: () => server.lostAt !== null,
    broken: breaks,
    reach,
  })
  const disk = createDisk({ epoch: 'e1', window, onCommit: (writes) => (trace(() => commitLine(writes)), log.onCommit(writes)) })
  const ledger = createLedger()
  const planner = createPlanner({ mode, dice, ledger, putIn: log.putIn })
  const told = new Map<string, number>()
  const onAcked = ({ epoch, revision }: { epoch: string; revision: number }) => void told.set(epoch, Math.max(told.get(epoch) ?? 0, revision))

  const processes = Array.from({ length: 1 + dice.below(2) }, () =>
    createServerProcess({
      disk,
      clock,
      dice,
      chaos,
      reach,
      trace,
      spec,
      newId,
      documentId,
      idleTtlMs: IDLE_TTL_MS,
      wallNow: () => clock.now() + server.skewMs,
      isAvailable: () => server.downUntil <= clock.now(),
      refusal: () => {
        if (!chaos.strikes(0.25)) return null
        reach('refused for nothing')
        const code = dice.pick(['rate_limited', 'unavailable', 'invalid_request', 'too_large'] as const)
        return { code, message: 'Not now.', ...(code === 'rate_limited' ? { retryAfterMs: 700 } : {}) }
      },
      onCommitted: ({ revision }) => {
        if (revision > (disk.document()?.revision ?? 0)) breaks('no poke before the commit', `revision ${revision} was told of before it was on disk`)
        if (server.pushes) page.poke()
      },
      onImpure: (text) => breaks('decisions are pure', text),
      onThrow: (error) => breaks('a server does not throw', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    }),
  )
  const network = createNetwork({ clock, dice, chaos, processes, reach, trace })
  const person = createPerson({ mode, dice, clock, ledger, planner, mayLoseDocument: () => isLossy, broken: breaks, reach, trace })
  const road = createRoad({ mode, network, replies, onAcked, reach, trace })
  const page = createPage({
    clock,
    dice,
    chaos,
    broken: breaks,
    reach,
    trace,
    create: (name, saved, snapshot, onSave) =>
      mountView({
        name,
        spec,
        documentId,
        snapshot: snapshot === null ? null : { documentId, epoch: snapshot.epoch, revision: snapshot.revision, value: snapshot.value },
        saved,
        clock,
        dice,
        onSave,
        send: road.send,
        fetch: road.fetch,
        newId: () => newId('m'),
        onShown: person.checkShown,
        broken: breaks,
        reach,
      }),
  })
  const onResult = (state: SeenState) => page.show(state)
  const host = createModelHost({
    dice,
    clock,
    log,
    replies,
    network,
    onAcked,
    acked: () => told.get(log.epoch()) ?? 0,
    broken: breaks,
    reach,
    trace,
  })
  const model = createModel({ mode, dice, clock, ledger, planner, host, onResult, reach })

  return {
    mode,
    isLossy,
    clocksJump,
    dice,
    clock,
    chaos,
    counts,
    broken,
    breaks,
    reach,
    trace,
    disk,
    log,
    ledger,
    network,
    page,
    person,
    model,
    server,
    road,
    documentId,
    newId,
  }
}
