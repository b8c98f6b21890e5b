import { AppError } from '@lockstep/contract'
import type pg from 'pg'
import type { Client, ClientBase, ClientConfig, Pool } from 'pg'
import { sqlStateOf } from './postgres-error.ts'
import { migratePostgres } from './postgres-migrations.ts'

/** Milliseconds to wait for a connection: to the server, or one of the pool's while all are busy. */
const CONNECT_TIMEOUT_MS = 10_000
/** Milliseconds until an answer that does not come counts as a lost connection; longer than any lock is waited for. */
const ANSWER_TIMEOUT_MS = 20_000
/** Milliseconds to wait for another process to finish with a document. */
const LOCK_TIMEOUT_MS = 5_000
/** Milliseconds after which the server takes its locks back from a process that hangs in the middle of a transaction. */
const HANGING_TIMEOUT_MS = 10_000
/** Milliseconds an unused connection is kept. */
const IDLE_TIMEOUT_MS = 30_000

export interface PostgresPlace {
  url: string
  /** Of the tables. */
  schema: string
  /** At most so many at once. */
  connections: number
  /** Gives the database a new epoch. */
  isRestored: boolean
}

/**
 * Brings the schema up to date and answers a pool of connections. `newEpoch` is asked once in the life of a database: two never share an epoch, and a copy
 * keeps its original's.
 * @throws {AppError} STORE_UNAVAILABLE when it cannot be opened, STORE_TOO_NEW when a later version made it, STORE_DRIVER_MISSING (blame user).
 */
export async function openPostgres(place: PostgresPlace, newEpoch: () => string): Promise<Pool> {
  const { Client, Pool, escapeIdentifier } = await loadDriver()
  const schema = escapeIdentifier(place.schema)
  const settings: ClientConfig = { connectionString: place.url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true }
  try {
    await withClient(new Client(settings), async (client) => {
      await client.query(`set search_path to ${schema}`)
      await migratePostgres(client, schema, newEpoch)
      if (place.isRestored) await client.query("update meta set value = $1 where key = 'epoch'", [newEpoch()])
    })
    const pool = new Pool({
      ...settings,
      max: place.connections,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      pipeline: true,
      // awaited
      onConnect: (client): unknown => prepareSession(client, schema),
    })
    // a connection that breaks while nobody uses it leaves the pool by itself; without a listener it would end the process
    pool.on('error', () => {})
    // one that breaks while in use fails its query, which is enough
    pool.on('connect', (client) => client.on('error', () => {}))
    return pool
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const state = sqlStateOf(cause)
    const got = state === null ? 'there was no connection' : `it answered SQLSTATE ${state}`
    const message = `Expected to open the PostgreSQL database, but ${got}. Check its address, that it runs, and that the user may create tables.`
    throw new AppError('STORE_UNAVAILABLE', message, { blame: 'user', cause, data: state === null ? {} : { sqlState: state } })
  }
}

/** Only who uses this store needs the package, so it is an optional peer and loaded here. */
async function loadDriver(): Promise<typeof pg> {
  try {
    return await import('pg')
  } catch (cause) {
    throw new AppError('STORE_DRIVER_MISSING', "Expected the package 'pg', which a store on PostgreSQL needs. Install it: npm install pg", {
      blame: 'user',
      cause,
    })
  }
}

async function withClient(client: Client, work: (client: Client) => Promise<void>): Promise<void> {
  // a connection that breaks fails its query, which is enough
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/**
 * What each transaction relies on, whatever the server's or the address's own settings: COMMIT answers when the row is on disk (a stricter setting stays),
 * nobody waits for ever, and statements, which all go by a key, are planned once and not at each call (a third of the server's work).
 */
async function prepareSession(client: ClientBase, schema: string): Promise<void> {
  await client.query(`set search_path to ${schema};
    set plan_cache_mode = force_generic_plan;
    set lock_timeout = ${LOCK_TIMEOUT_MS};
    set idle_in_transaction_session_timeout = ${HANGING_TIMEOUT_MS};
    select set_config('synchronous_commit', case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, false);`)
}
