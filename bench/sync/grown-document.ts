import type { DocumentValue, Mutation, Snapshot } from '@lockstep/sync'
import { documentId, editOf, lineId, linesValue, oneMore } from './cart-documents.ts'
import { commitOne, snapshotOf } from './lone-commits.ts'
import type { Contestant } from './open-contender.ts'

const LINES = 10
/** The line that a stale edit touches; the edits since then went round over all of them. */
const STALE_LINE = 4

/** A document with a history, one click a revision. */
export interface GrownDocument {
  readonly id: string
  /** The newest state; to be set after each commit. */
  held: Snapshot
  /** One click on what is there. */
  click(): Mutation
  /** One click on what was there at that revision. */
  staleClick(baseRevision: number): Mutation
}

let minted = 0

export async function growDocument(contestant: Contestant, number: number, revisions: number): Promise<GrownDocument> {
  const id = documentId(number)
  const values = new Map<number, DocumentValue>()
  const mint = (base: Snapshot | null, value: DocumentValue) => editOf(id, base, value, (minted += 1))
  let held: Snapshot = snapshotOf(await commitOne(contestant, mint(null, linesValue(LINES))))
  while (held.revision < revisions) {
    values.set(held.revision, held.value)
    held = snapshotOf(await commitOne(contestant, mint(held, oneMore(held.value, held.revision % LINES))))
  }
  const grown: GrownDocument = {
    id,
    held,
    click: () => mint(grown.held, oneMore(grown.held.value, 0)),
    staleClick: (baseRevision) => {
      const value = values.get(baseRevision)
      if (value === undefined) throw new Error(`expected a revision that document ${id} had, got ${baseRevision}`)
      const lines = value['lines'] ?? {}
      const raised = { ...lines, [lineId(STALE_LINE)]: Number(lines[lineId(STALE_LINE)] ?? 0) + 1 }
      return mint({ ...grown.held, revision: baseRevision, value }, { ...value, lines: raised })
    },
  }
  return grown
}

/** How many log entries rebuild the value at a revision. */
export async function entriesBehind({ store }: Contestant, id: string, revision: number): Promise<number> {
  const { history } = await store.load({ documentId: id, valueAt: revision })
  return history.length
}
