import { lineId } from './cart-documents.ts'
import { openCountedView, type CountedView, type Network } from './counted-view.ts'

/** What a person did and what it cost. */
export interface Count {
  readonly requests: number
  /** Edits the server has afterwards, of `edits` made. */
  readonly arrived: number
  readonly edits: number
}

/** Milliseconds after which everything has to be saved; longer than the longest back-off. */
const PATIENCE_MS = 120_000
const STEP_MS = 10

/** A burst of clicks, evenly spread; counted until all is saved. */
export async function countClicks(options: { clicks: number; withinMs: number; rttMs: number }): Promise<Count> {
  const view = await openCountedView({ rttMs: options.rttMs })
  const before = await quantity(view)
  for (let click = 0; click < options.clicks; click += 1) {
    view.click()
    await view.clock.advance(options.withinMs / options.clicks)
  }
  await untilSaved(view)
  return finish(view, before, options.clicks)
}

/** Edits made while nothing gets through; counted from the moment the network is back. */
export async function countHeal(options: {
  edits: number
  offlineMs: number
  rttMs: number
  network: Network
  isToldOnline: boolean
}): Promise<Count> {
  const view = await openCountedView({ rttMs: options.rttMs })
  const before = await quantity(view)
  view.setNetwork(options.network)
  for (let edit = 0; edit < options.edits; edit += 1) {
    view.click()
    await view.clock.advance(options.offlineMs / options.edits)
  }
  view.setNetwork('up')
  view.resetCount()
  if (options.isToldOnline) view.client.retry()
  await untilSaved(view)
  return finish(view, before, options.edits)
}

async function untilSaved(view: CountedView): Promise<void> {
  for (let waited = 0; view.client.getSnapshot().status !== 'saved'; waited += STEP_MS) {
    if (waited > PATIENCE_MS) throw new Error(`expected all to be saved within ${PATIENCE_MS} ms, got ${view.client.getSnapshot().status}`)
    await view.clock.advance(STEP_MS)
  }
}

async function finish(view: CountedView, before: number, edits: number): Promise<Count> {
  const arrived = (await quantity(view)) - before
  view.client.dispose()
  return { requests: view.requests(), arrived, edits }
}

async function quantity(view: CountedView): Promise<number> {
  return Number((await view.stored())['lines']?.[lineId(0)] ?? 0)
}
