import { rm } from 'node:fs/promises'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startCartProcess, type CartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { scratchFolder } from '../support/start-cart.ts'
import { httpDoor, toolDoor, type Door } from './doors.ts'
import { expectAllThere, expectUnavailable } from './expect-answers.ts'
import { createSaver, type Saver } from './saver.ts'

const CART = 'trouble'

let postgres: TestPostgres
let folder: string
let server: CartProcess
let admin: Client
let doors: readonly Door[]
let saver: Saver
const closing: Array<() => unknown> = []

beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

beforeEach(async () => {
  folder = scratchFolder()
  const url = await postgres.newDatabase()
  server = await startCartProcess({ port: await freePort(), dataDir: folder, env: { DATABASE_URL: url } })
  const tool = await toolDoor(server.url)
  doors = [httpDoor(server.url), tool.door]
  saver = createSaver(CART, doors)
  await saver.save()
  admin = await connect(url)
  closing.push(
    () => rm(folder, { recursive: true, force: true }),
    () => server.kill(),
    () => tool.client.close(),
    () => admin.end(),
  )
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  // the tests kill the server under it
  client.on('error', () => {})
  await client.connect()
  await client.query('set search_path to lockstep')
  return client
}

/** One try through each door, both refused. */
async function expectRefused(): Promise<void> {
  const elsewhere = doors.map((door, index) => createSaver(`elsewhere-${index}`, [door]))
  expectUnavailable(await Promise.all(elsewhere.map((one) => one.trySave())))
}

async function expectHealed(): Promise<void> {
  expect(await saver.save()).toEqual([expect.objectContaining({ kind: 'saved', status: 'applied' })])
  await expectAllThere(server.url, CART, saver)
}

test('R11 no space left for the database: nothing is acknowledged, reading goes on, and it heals without a restart', async () => {
  await admin.query(`create function no_space() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
  await admin.query('create trigger no_space before insert on log execute function no_space()')
  await expectRefused()
  await expectAllThere(server.url, CART, saver)
  await admin.query('drop trigger no_space on log')
  await expectHealed()
})

test('R11 a database that may only be read: nothing is acknowledged, reading goes on, and it heals without a restart', async () => {
  await admin.query('set default_transaction_read_only = off')
  await admin.query('alter system set default_transaction_read_only = on')
  await admin.query('select pg_reload_conf()')
  await expect.poll(async () => (await createSaver('poll', doors).trySave()).kind).toBe('refused')
  await expectRefused()
  await expectAllThere(server.url, CART, saver)
  await admin.query('alter system reset default_transaction_read_only')
  await admin.query('select pg_reload_conf()')
  await expect.poll(async () => (await createSaver('poll', doors).trySave()).kind).toBe('saved')
  await expectHealed()
})

test('R11 tables locked by another process: a short lock is waited out, a long one is said, and both are over when the lock is', async () => {
  await admin.query('begin')
  await admin.query('lock table document in access exclusive mode')
  const waiting = saver.save()
  await expect.poll(waits).toBe(true)
  await admin.query('rollback')
  expect(await waiting).toEqual([expect.objectContaining({ kind: 'saved', status: 'applied' })])

  await admin.query('begin')
  await admin.query('lock table document in access exclusive mode')
  await expectRefused()
  await admin.query('rollback')
  await expectHealed()
})

test('R11 a database that is gone: nothing is acknowledged, and it heals without a restart of the app when the database is back', async () => {
  await postgres.kill9()
  await expectRefused()
  await postgres.restart()
  await expectHealed()
})

/** Whether somebody waits for a lock. */
async function waits(): Promise<boolean> {
  const { rowCount } = await admin.query('select from pg_locks where not granted')
  return rowCount !== 0
}
