import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { findPostgres, recordedPostgres } from '../../scripts/setup/find-postgres.mjs'
import type { Order, Report } from './postgres-keeper.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const KEEPER = fileURLToPath(new URL('postgres-keeper.ts', import.meta.url))

export interface TestPostgres {
  /** Of the database `postgres`, as the one user there is, who may do anything. */
  url: string
  /** A new, empty database on it. */
  newDatabase: () => Promise<string>
  /** kill -9 of every process of the server, as when the power fails. The data stays. */
  kill9: () => Promise<void>
  /** After `kill9`: again, with the same data under the same address. */
  restart: () => Promise<void>
  /** Ends it and removes its data; happens by itself when this process ends. */
  stop: () => Promise<void>
}

/**
 * A real PostgreSQL of its own for the tests: new data, a free port on loopback, every commit synced to disk.
 * @throws when none is known: run `node scripts/setup.mjs --postgres`
 */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = recordedPostgres(ROOT) ?? (await findPostgres())
  if (programs === null) throw new Error('No PostgreSQL is known here. Run: node scripts/setup.mjs --postgres')
  const password = randomBytes(12).toString('hex')
  // detached: what ends this process and its whole group, such as Control-C or kill -9, leaves it alive to clear up
  const keeper = fork(KEEPER, [programs, password], { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const died = once(keeper, 'exit').then(() => ({ type: 'failed', message: 'The keeper of PostgreSQL has ended.' }) as const)
  /** It watches over us, not we over it: a test that ends without `stop` is not held up. */
  const letGo = () => {
    keeper.unref()
    keeper.channel?.unref()
  }
  async function order(what: Order): Promise<Report> {
    keeper.ref()
    const answer = once(keeper, 'message').then(([report]) => report as Report)
    keeper.send(what)
    const report = await Promise.race([answer, died])
    letGo()
    if (report.type === 'failed') throw new Error(report.message)
    return report
  }
  const begun = await order({ type: 'start' })
  const port = begun.type === 'ready' ? begun.port : 0
  const urlOf = (database: string) => `postgres://lockstep:${password}@127.0.0.1:${port}/${database}`
  let databases = 0
  let isStopped = false

  return {
    url: urlOf('postgres'),
    newDatabase: async () => {
      const name = `test_${(databases += 1)}`
      const client = new Client({ connectionString: urlOf('postgres') })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return urlOf(name)
    },
    kill9: async () => void (await order({ type: 'kill9' })),
    restart: async () => void (await order({ type: 'start' })),
    stop: async () => {
      if (isStopped) return
      isStopped = true
      await order({ type: 'stop' })
    },
  }
}
