import { join } from 'node:path'
import type { Mutation } from '@lockstep/sync'
import { interleave, type Contender } from '../harness/interleave.ts'
import { atMost, type Measure } from '../harness/measure.ts'
import { withScratch } from '../harness/scratch.ts'
import { bootstrapRatio, median, spreadOf } from '../harness/statistics.ts'
import { entriesBehind, growDocument, type GrownDocument } from './grown-document.ts'
import { timeLone } from './lone-commits.ts'
import { openContestant, type Contestant } from './open-contender.ts'

/** Times that a commit may take longer on a long history than on a short one. */
const GROWTH_MAX = 1.2
/** Revisions of the short history, and the one a stale edit on it is drawn on. */
const SHORT = 10
const SHORT_BASE = 2
/** Revisions in which every distance from a snapshot occurs. */
const SEARCHED = 70

export interface RevisionsPlan {
  readonly long: number
  readonly rounds: number
  readonly commits: number
}

/**
 * A lone commit on a document of many revisions against one on a document of ten: drawn on the current state; drawn on an old one whose value is
 * as quick to find as that of the short history; and drawn on one as far from a snapshot as can be.
 */
export async function measureRevisions({ long, rounds, commits }: RevisionsPlan): Promise<Measure[]> {
  return withScratch(async (folder) => {
    const contestant = openContestant(join(folder, 'revisions.db'))
    const old = await growDocument(contestant, 0, long)
    const bases = await oldBases(contestant, old, long)
    // a short history stays short: each of its documents takes one edit
    const young = async (first: number) => {
      const grown: GrownDocument[] = []
      while (grown.length < (rounds + 1) * commits) grown.push(await growDocument(contestant, first + grown.length, SHORT))
      return grown
    }
    const replyBytes: Record<string, number> = {}
    const lone = (name: string, next: () => [GrownDocument, Mutation]): Contender => {
      return async () => {
        let document: GrownDocument = old
        const edit = () => {
          const [of, mutation] = next()
          document = of
          return mutation
        }
        const took = await timeLone(contestant, commits, edit, (reply) => {
          document.held = reply
          replyBytes[name] = Buffer.byteLength(JSON.stringify(reply))
        })
        return median(took)
      }
    }
    const onYoung = (name: string, documents: GrownDocument[], click: (document: GrownDocument) => Mutation) =>
      lone(name, () => {
        const document = documents.pop()
        if (document === undefined) throw new Error('expected a document of short history for each edit')
        return [document, click(document)]
      })
    const contenders = {
      youngClick: onYoung('youngClick', await young(1_000_000), (document) => document.click()),
      oldClick: lone('oldClick', () => [old, old.click()]),
      youngStale: onYoung('youngStale', await young(2_000_000), (document) => document.staleClick(SHORT_BASE)),
      oldStale: lone('oldStale', () => [old, old.staleClick(bases.near)]),
      oldFar: lone('oldFar', () => [old, old.staleClick(bases.far)]),
    }
    for (const warmUp of Object.values(contenders)) await warmUp(0)
    const times = await interleave(rounds, contenders)
    await contestant.store.close()

    const compare = (id: string, what: string, many: keyof typeof times, few: keyof typeof times, isGated: boolean): Measure => ({
      id: `growth.revisions-${id}`,
      what,
      value: median(times[many]) / median(times[few]),
      unit: 'x',
      interval: bootstrapRatio(times[many], times[few]),
      target: isGated ? atMost(GROWTH_MAX, 'time') : null,
      note: `p50 ${median(times[many]).toFixed(3)} against ${median(times[few]).toFixed(3)} ms; reply ${replyBytes[many]} B`,
      details: {
        p50Ms: { many: times[many], few: times[few] },
        spreadMs: { many: spreadOf(times[many]), few: spreadOf(times[few]) },
        replyBytes: { many: replyBytes[many], few: replyBytes[few] },
      },
    })
    const after = `after ${long.toLocaleString('en')} revisions, of after ${SHORT}`
    return [
      compare('commit', `commit ${after}`, 'oldClick', 'youngClick', true),
      compare('merge', `merge on an old base ${after}`, 'oldStale', 'youngStale', true),
      compare('merge-far', `the same, base ${bases.entries} entries from its snapshot`, 'oldFar', 'youngStale', false),
    ]
  })
}

/** Revisions far back: one as near to its snapshot as the base of the short history is, and the one farthest from it. */
async function oldBases(contestant: Contestant, old: GrownDocument, long: number): Promise<{ near: number; far: number; entries: number }> {
  const first = Math.floor(long / 3)
  const distances: number[] = []
  for (let revision = first; revision < first + SEARCHED; revision += 1) distances.push(await entriesBehind(contestant, old.id, revision))
  const entries = Math.max(...distances)
  return { near: first + distances.indexOf(await entriesBehind(contestant, old.id, SHORT_BASE)), far: first + distances.indexOf(entries), entries }
}
