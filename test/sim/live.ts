import { answerRefusals } from './answer-refusals.ts'
import { shownOf } from './entries.ts'
import { createIncidents, type Incidents } from './incidents.ts'
import { loseDocument } from './lose-document.ts'
import { LATENCY_MAX_MS } from './network.ts'
import { POLL_MS } from './page.ts'
import { createRogue } from './rogue.ts'
import type { View } from './view.ts'
import type { World } from './world.ts'

const EDITS_MIN = 24
const EDITS_SPREAD = 14
/** Milliseconds after the last fault within which everything must have come to rest. */
const REST_MS = 10 * 60_000
/** Milliseconds for which a repeat of a creating call may come and must be recognised. */
const CREATION_KNOWN_MS = 3 * 60_000
/** One poll, its way there and back, and the transaction. */
const CONVERGED_MS = POLL_MS + 2 * LATENCY_MAX_MS + 100

/** Answers how many views did not come to show what the server has. */
export async function live(world: World): Promise<number> {
  const incidents = createIncidents(world)
  await begin(world)
  await trouble(world, incidents)
  return rest(world, incidents)
}

async function begin({ dice, page, model, reach, clock, server }: World): Promise<void> {
  const views = dice.weighted({ 1: 15, 2: 50, 3: 35 })
  if (dice.chance(0.4)) {
    await model.create()
    reach('created by the model')
    // repeats of a creating call are known by a time of day
    clock.setTimeout(() => (server.mayJump = true), CREATION_KNOWN_MS)
  } else server.mayJump = true
  for (let count = 0; count < Number(views); count += 1) page.mount(page.open(), null)
}

/** People and the model at work, and everything that can go wrong. */
async function trouble(world: World, incidents: Incidents): Promise<void> {
  const { dice, clock, ledger, page, person, model } = world
  const rogue = createRogue(world)
  const target = EDITS_MIN + dice.below(EDITS_SPREAD)
  const pace = dice.pick([150, 600, 2_000, 6_000])
  let losesAt = world.isLossy ? dice.below(target) : Infinity
  for (let turn = 0; ledger.edits.length < target && turn < 600; turn += 1) {
    await clock.after(dice.chance(0.4) ? dice.between(0, 200) : dice.between(0, pace))
    if (!model.isBusy() && dice.chance(0.3)) void model.act()
    else if (page.views().length > 0) person.act(dice.pick(page.views()))
    if (dice.chance(0.01)) void rogue()
    incidents.maybe()
    if (ledger.edits.length >= losesAt) {
      losesAt = Infinity
      void loseDocument(world)
    }
    if (turn % 4 === 0) answerRefusals(world)
  }
}

/** With no faults any more all must be saved in time, and a last change must be seen everywhere within one poll. */
async function rest(world: World, incidents: Incidents): Promise<number> {
  const { clock, chaos, page, model, network, server, breaks, trace } = world
  trace(() => '-- quiet')
  chaos.stop()
  server.downUntil = 0
  for (const view of page.views()) view.link.downUntil = 0
  const isSaved = () => page.views().every((view) => view.client.getSnapshot().status === 'saved' && !view.isAwaiting())
  const isAtRest = () => !model.isBusy() && network.pending() === 0 && incidents.pending() === 0 && !server.isLosing && isSaved()
  const until = clock.now() + REST_MS
  while (!isAtRest() && clock.now() < until) {
    answerRefusals(world)
    await clock.after(500)
  }
  if (!isAtRest()) {
    const states = page.views().map((view) => `${view.name} ${view.client.getSnapshot().status}`)
    breaks('all comes to rest', `after ten minutes: ${states.join(', ')}`)
  }
  await model.finish()
  await clock.after(CONVERGED_MS)
  return page.views().filter((view) => !isConverged(world, view)).length
}

function isConverged({ log, breaks }: World, { name, client }: View): boolean {
  const { value, revision, status } = client.getSnapshot()
  const newest = log.revisionOf(log.epoch())
  if (shownOf(value) === shownOf(log.value()) && revision === newest && status === 'saved') return true
  breaks('views converge', `${name} is ${status} at ${revision} with ${shownOf(value)}, the server at ${newest} has ${shownOf(log.value())}`)
  return false
}
