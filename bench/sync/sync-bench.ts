import type { Measure } from '../harness/measure.ts'
import { FULL_PLANS, measureDurableEdits, QUICK_PLANS } from './durable-edits.ts'
import { measureEachOnce } from './each-once.ts'
import { measureDocuments } from './growth-documents.ts'
import { measureLines } from './growth-lines.ts'
import { measureRevisions } from './growth-revisions.ts'
import { measureHttpEdits } from './http-edits.ts'
import { measureMerge } from './merge-time.ts'
import { measureBytes, measureRequests } from './requests.ts'

/** One part of the measurement, by what is told while it runs. */
export interface Part {
  readonly name: string
  readonly run: () => Promise<Measure[]>
}

const SIZES = [1, 10, 100, 250]

/** The parts of `npm run bench sync`: ratios and counts first, the ones that fill files last. */
export function syncParts(isQuick: boolean): Part[] {
  return [
    { name: 'durable edits', run: () => measureDurableEdits(isQuick ? QUICK_PLANS : FULL_PLANS) },
    { name: 'requests', run: measureRequests },
    { name: 'bytes', run: () => measureBytes(SIZES) },
    { name: 'merge', run: () => measureMerge({ sizes: SIZES, rounds: isQuick ? 3 : 40, merges: isQuick ? 20 : 200 }) },
    { name: 'lines', run: () => measureLines({ sizes: [10, 100, 250], rounds: isQuick ? 2 : 20, commits: isQuick ? 5 : 40 }) },
    { name: 'revisions', run: () => measureRevisions(isQuick ? { long: 300, rounds: 2, commits: 3 } : { long: 10_000, rounds: 20, commits: 20 }) },
    {
      name: 'documents',
      run: () =>
        measureDocuments(isQuick ? { many: 2_000, some: 100, rounds: 2, commits: 5 } : { many: 1_000_000, some: 10_000, rounds: 20, commits: 40 }),
    },
    { name: 'each document once', run: () => measureEachOnce(isQuick ? 1_000 : 100_000) },
    { name: 'http', run: () => measureHttpEdits({ seconds: isQuick ? 1 : 10 }) },
  ]
}
