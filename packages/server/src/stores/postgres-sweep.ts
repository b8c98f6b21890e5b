import type { Pool, PoolClient } from 'pg'
import { postgresError } from './postgres-error.ts'

/** Rows in one transaction: their locks are held together. */
const SWEEP_MAX = 500

// What a commit is at work on is in use, so it is skipped, and neither waits for the other.
const TAKE_DOCUMENTS = `delete from document where document_id in (
    select document_id from document where last_used_at < $1 limit ${SWEEP_MAX} for update skip locked
  ) returning document_id`
const TAKE_RECORDS = `delete from record where (kind, key) in (
    select kind, key from record where expires_at <= $1 limit ${SWEEP_MAX} for update skip locked
  )`

/** @see DocumentStore.sweep */
export async function sweepPostgres(pool: Pool, before: number, now: number): Promise<number> {
  let client: PoolClient | undefined
  try {
    client = await pool.connect()
    const count = await sweepDocuments(client, before)
    while ((await client.query(TAKE_RECORDS, [now])).rowCount === SWEEP_MAX);
    client.release()
    return count
  } catch (error) {
    client?.release(true)
    throw postgresError(error)
  }
}

async function sweepDocuments(client: PoolClient, before: number): Promise<number> {
  for (let count = 0; ;) {
    await client.query('begin isolation level read committed')
    const { rows } = await client.query<{ document_id: string }>(TAKE_DOCUMENTS, [before])
    const ids = rows.map((row) => row.document_id)
    // only now, under the locks: a commit may have added rows until they were taken
    await Promise.all([
      client.query('delete from log where document_id = any($1)', [ids]),
      client.query('delete from mutation where document_id = any($1)', [ids]),
      client.query('commit'),
    ])
    count += ids.length
    if (ids.length < SWEEP_MAX) return count
  }
}
