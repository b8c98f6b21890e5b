import { rm } from 'node:fs/promises'
import { Client } from 'pg'
import { startPostgres } from '../../support/postgres.ts'
import { scratchFolder } from '../../support/start-cart.ts'
import { checkRows, type DocumentRow, type LogRow } from './check-rows.ts'
import type { CrashStore } from './crash-store.ts'

/** A PostgreSQL of its own, with a new database; the cart finds it by its address. */
export async function postgresCrashStore(): Promise<CrashStore> {
  const server = await startPostgres()
  const url = await server.newDatabase()
  const folder = scratchFolder()
  return {
    name: 'postgres',
    // the folder keeps the cart's key
    env: { DATABASE_URL: url, CART_DATA_DIR: folder },
    servers: 2,
    points: ['before-transaction', 'inside-transaction', 'before-commit', 'after-commit'],
    crashDatabase: async (when) => {
      const checkpoint = when === 'during a checkpoint' ? checkpointUntilKilled(url) : Promise.resolve()
      await server.kill9()
      await checkpoint
      await server.restart()
    },
    check: () => withClient(url, checkDatabase),
    close: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function checkpointUntilKilled(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    for (;;) await client.query('checkpoint')
  } catch {
    // the server is gone, which is what was waited for
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** What is wrong with the database, in words: its indexes against its tables by PostgreSQL's own check, then the rows by ours. */
async function checkDatabase(client: Client): Promise<string[]> {
  await client.query('set search_path to lockstep, public')
  await client.query('create extension if not exists amcheck with schema public')
  const indexes = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_am a on a.oid = c.relam
     where a.amname = 'btree' and c.relnamespace = 'lockstep'::regnamespace`,
  )
  const broken: string[] = []
  for (const { name } of indexes.rows) {
    // heapallindexed: and every row of the table is in the index
    await client.query('select bt_index_parent_check($1::regclass, true)', [name]).catch((error: unknown) => broken.push(`${name}: ${String(error)}`))
  }
  if (indexes.rows.length === 0) broken.push('there are no indexes to check')
  const documents = await client.query<{ id: string; revision: string; value: DocumentRow['value'] }>(
    'select document_id as id, revision, value from document',
  )
  const log = await client.query<{ id: string; revision: string; mutation: string | null; changes: LogRow['changes'] }>(
    'select document_id as id, revision, mutation_id as mutation, changes from log',
  )
  return [
    ...broken,
    ...checkRows(
      documents.rows.map(({ id, revision, value }) => ({ documentId: id, revision: Number(revision), value })),
      log.rows.map(({ id, revision, mutation, changes }) => ({ documentId: id, revision: Number(revision), mutationId: mutation, changes })),
    ),
  ]
}
