import { rm } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { startPostgres } from '../support/postgres.ts'
import { scratchFolder } from '../support/start-cart.ts'
import { warmCrashServer } from './crash-server.ts'
import { httpDoor } from './doors.ts'
import { createSaver } from './saver.ts'
import { request } from './writers/http-writer.ts'

const ROUNDS = 6

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Kills the whole database as soon as an answer is there, again and again; how many of the acknowledged edits are gone after it recovered. */
async function lostAfterAnswers(env: Readonly<Record<string, string>>): Promise<number> {
  const postgres = await startPostgres()
  const folder = scratchFolder()
  const port = await freePort()
  const app = warmCrashServer({ ...env, DATABASE_URL: await postgres.newDatabase(), CART_DATA_DIR: folder, CART_PORT: String(port) })
  closing.push(
    () => rm(folder, { recursive: true, force: true }),
    () => postgres.stop(),
    () => app.signal('SIGKILL'),
  )
  await app.go({})
  const url = `http://127.0.0.1:${port}`
  let lost = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const cartId = `cut-${round}`
    await createSaver(cartId, [httpDoor(url)]).save()
    await postgres.kill9()
    await postgres.restart()
    await expect.poll(async () => (await request(`${url}/carts/cut-never`, {}))?.status).toBe(404)
    const reply = await request(`${url}/carts/${cartId}`, {})
    if (reply?.status === 404) lost += 1
  }
  return lost
}

test('R12 the database is killed right after an answer: nothing acknowledged is lost', async () => {
  expect(await lostAfterAnswers({})).toBe(0)
})

test('R12 with synchronous_commit=off acknowledged edits are lost: the test above would be red', async () => {
  expect(await lostAfterAnswers({ CRASH_SYNCHRONOUS_COMMIT: 'off' })).toBeGreaterThan(0)
})
