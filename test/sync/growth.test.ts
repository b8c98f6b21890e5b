import { createDocumentHandle } from '@lockstep/server'
import { CHANGES_MAX, type Mutation, type SyncReply } from '@lockstep/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cartSpec } from '../../apps/cart/shared/cart-spec.ts'
import { documentId } from '../../bench/sync/cart-documents.ts'
import { growDocument, type GrownDocument } from '../../bench/sync/grown-document.ts'
import { watchDatabase, type Execution } from '../../bench/sync/watch-database.ts'
import { openSqlite } from '../../packages/server/src/stores/sqlite-open.ts'
import { createSqliteStore } from '../../packages/server/src/stores/sqlite-store.ts'

const LONG = 10_000
const SHORT = 10
/** Log entries between two snapshots. */
const SNAPSHOT_EVERY = 64
/** Rows that any commit of one mutation without predecessors reads: the document, and the mutation's own id when it was seen. */
const OTHER_ROWS = 2
const IDLE_TTL_MS = 86_400_000

const db = openSqlite(':memory:', () => 'e_test')
let executions: Execution[] = []
const store = createSqliteStore(
  watchDatabase(db, (execution) => executions.push(execution)),
  () => 1_000_000,
)
const carts = createDocumentHandle(cartSpec(), IDLE_TTL_MS, store, () => 1_000_000)
let long: GrownDocument

beforeAll(async () => {
  long = await growDocument({ db, store, carts }, 1, LONG)
})
afterAll(() => store.close())

/** What one commit asked of the database. */
async function commit(mutation: Mutation): Promise<{ reply: SyncReply; statements: string[]; rows: number }> {
  executions = []
  const outcome = await carts.sync(mutation, { actor: 'user' })
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return { reply: outcome.reply, statements: executions.map(({ sql }) => sql), rows: executions.reduce((sum, { rows }) => sum + rows, 0) }
}

async function commitOn(document: GrownDocument, mutation: Mutation) {
  const committed = await commit(mutation)
  document.held = committed.reply
  return committed
}

test(`R24 a commit on the newest of ${LONG} revisions runs the statements and reads the rows of one on the newest of ${SHORT}`, async () => {
  const young = await growDocument({ db, store, carts }, 2, SHORT)
  const [few, many] = [await commitOn(young, young.click()), await commitOn(long, long.click())]
  expect(many.statements).toEqual(few.statements)
  expect(many.rows).toBe(few.rows)
})

test(`R24 a merge on an old base reads at most ${SNAPSHOT_EVERY} entries for the base and ${CHANGES_MAX + 1} for the news, however long the history`, async () => {
  const young = await growDocument({ db, store, carts }, 3, SHORT)
  const { statements } = await commitOn(young, young.staleClick(2))
  const limit = SNAPSHOT_EVERY + CHANGES_MAX + 1 + OTHER_ROWS
  // every distance from a snapshot, and from the newest revision as well as from the first
  const bases = [
    ...Array.from({ length: SNAPSHOT_EVERY }, (_unused, index) => LONG / 2 + index),
    1,
    2,
    SNAPSHOT_EVERY,
    SNAPSHOT_EVERY + 1,
    LONG - SNAPSHOT_EVERY - 1,
    LONG - 1,
  ]
  const most = { rows: 0 }
  for (const base of bases) {
    const merged = await commitOn(long, long.staleClick(base))
    expect(merged.reply).toMatchObject({ status: 'merged' })
    expect(merged.reply.changes.length).toBeLessThanOrEqual(CHANGES_MAX)
    expect(merged.rows, `base ${base}`).toBeLessThanOrEqual(limit)
    // a commit that writes a snapshot also ends what is past the window
    if (merged.reply.revision % SNAPSHOT_EVERY !== 1) expect(merged.statements, `base ${base}`).toEqual(statements)
    most.rows = Math.max(most.rows, merged.rows)
  }
  expect(most.rows).toBeGreaterThan(SNAPSHOT_EVERY)
})

test('R24 a repeated mutation and a read of what is new read no more on a long history', async () => {
  const click = long.click()
  await commitOn(long, click)
  const replayed = await commit(click)
  expect(replayed.reply.status).toBe('replayed')
  expect(replayed.rows).toBeLessThanOrEqual(OTHER_ROWS + SNAPSHOT_EVERY + CHANGES_MAX + 1)
  executions = []
  const seen = await carts.read(documentId(1), { since: 1 })
  expect(seen?.changes.length).toBeLessThanOrEqual(CHANGES_MAX)
  expect(executions.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(OTHER_ROWS + CHANGES_MAX + 1)
})

test('R24 no statement of a commit goes through a whole table, so that its cost does not grow with the number of documents', async () => {
  const { statements } = await commitOn(long, long.staleClick(LONG / 4))
  expect(statements.length).toBeGreaterThan(4)
  for (const sql of new Set(statements)) {
    const plan = db
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => String(detail))
    expect(plan.filter((step) => /^SCAN\b(?! CONSTANT)|TEMP B-TREE/.test(step)).join(), sql).toBe('')
  }
})
