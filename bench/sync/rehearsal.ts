import type { Mutation, SyncReply } from '@lockstep/sync'
import { documentId, editOf, linesValue, oneMore } from './cart-documents.ts'
import { openContestant } from './open-contender.ts'
import { recordWrites, type WrittenRow } from './watch-database.ts'

/** The same work twice: the edits for the commit function, and the rows they become for raw SQLite. */
export interface Batch {
  readonly edits: readonly Mutation[]
  readonly rows: readonly WrittenRow[]
  readonly replies: readonly SyncReply[]
}

/** Plays edits on a database in memory first, so that both contenders find their part ready. */
export interface Rehearsal {
  /** Creates so many documents of so many lines. */
  create(documents: number, lines: number): Promise<Batch>
  /** One more of one line in each of so many documents, the next ones in turn. */
  edit(documents: number): Promise<Batch>
  close(): Promise<void>
}

export function createRehearsal(): Rehearsal {
  let rows: WrittenRow[] = []
  const { store, carts } = openContestant(':memory:', (db) => recordWrites(db, (row) => rows.push(row)))
  const known = new Map<number, SyncReply>()
  let minted = 0
  let turn = 0

  async function play(edits: readonly Mutation[], numbers: readonly number[]): Promise<Batch> {
    rows = []
    const outcomes = await Promise.all(edits.map((edit) => carts.sync(edit, { actor: 'user' })))
    const replies = outcomes.map((outcome) => {
      if (!outcome.ok) throw new Error(`the rehearsal was refused: ${outcome.failure.code} ${outcome.failure.message}`)
      return outcome.reply
    })
    for (const [index, reply] of replies.entries()) known.set(numbers[index] ?? -1, reply)
    return { edits, rows, replies }
  }

  return {
    create: (documents, lines) => {
      const numbers = Array.from({ length: documents }, (_unused, index) => known.size + index)
      return play(
        numbers.map((number) => editOf(documentId(number), null, linesValue(lines), (minted += 1))),
        numbers,
      )
    },
    edit: (documents) => {
      const numbers = Array.from({ length: documents }, (_unused, index) => (turn + index) % known.size)
      turn += documents
      const edits = numbers.flatMap((number) => {
        const base = known.get(number)
        return base === undefined ? [] : [editOf(base.documentId, base, oneMore(base.value, base.revision % 10), (minted += 1))]
      })
      return play(edits, numbers)
    },
    close: () => store.close(),
  }
}
