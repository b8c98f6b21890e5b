import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Block } from './run-many.ts'
import { addTotals, emptyTotals, type Totals } from './totals.ts'

export interface ManyOptions {
  from: number
  /** Seeds to run, at most. */
  seeds: number
  /** Ends with the block in which so many edits were made. */
  edits?: number
  faults: number | null
  workers?: number
  onProgress?: (totals: Totals) => void
}

/** Seeds that a worker gets at once. */
const BLOCK = 50

/** Runs many seeds on several threads. Blocks are summed up in their order, so the figures do not depend on who was faster. */
export async function runOnWorkers(options: ManyOptions): Promise<Totals> {
  const { from, seeds, edits = Infinity, faults, workers = availableParallelism(), onProgress = () => {} } = options
  const totals = emptyTotals()
  const done = new Map<number, Totals>()
  let next = 0
  let summed = 0
  const blocks = Math.ceil(seeds / BLOCK)
  const isEnough = () => totals.edits >= edits
  const threads = Array.from({ length: Math.min(workers, blocks) }, () => new Worker(new URL('./worker.ts', import.meta.url)))

  function sumUp(): void {
    for (let block = done.get(summed); block !== undefined && !isEnough(); block = done.get(summed)) {
      addTotals(totals, block)
      done.delete(summed)
      summed += 1
      onProgress(totals)
    }
  }

  async function feed(thread: Worker): Promise<void> {
    while (next < blocks && !isEnough()) {
      const index = next
      next += 1
      const first = index * BLOCK
      const block: Block = { from: from + first, count: Math.min(BLOCK, seeds - first), faults }
      const answer = new Promise<Totals>((resolve, reject) => {
        thread.once('message', resolve)
        thread.once('error', reject)
      })
      thread.postMessage(block, [])
      done.set(index, await answer)
      thread.removeAllListeners('error')
      sumUp()
    }
  }

  try {
    await Promise.all(threads.map(feed))
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
  return totals
}
