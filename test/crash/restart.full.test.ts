import { once } from 'node:events'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, test } from 'vitest'
import { startCartProcess, type CartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { gatherCrew, type Crew } from './crew.ts'
import { httpDoor } from './doors.ts'
import { createSaver } from './saver.ts'
import { CRASH_STORES } from './stores/crash-stores.ts'
import type { CrashStore } from './stores/crash-store.ts'
import { sqliteCrashStore } from './stores/sqlite-crash-store.ts'
import { request } from './writers/http-writer.ts'
import { pause } from './writers/writer.ts'

const SEED = Number(process.env['SEED'] ?? 20261121)
const RESTARTS = 4
/** Milliseconds of editing between two restarts. */
const WORK_MS = 700

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function start(store: CrashStore, port: number, origin: string): Promise<CartProcess> {
  const server = await startCartProcess({
    port,
    dataDir: store.env['CART_DATA_DIR'] ?? '',
    env: { ...store.env, CART_ALLOWED_ORIGINS: origin },
  })
  closing.push(() => server.kill())
  return server
}

/** An orderly stop; the exit code. */
async function stop(server: CartProcess): Promise<unknown> {
  const gone = once(server.child, 'exit')
  server.child.kill('SIGTERM')
  return (await gone)[0]
}

async function finish(crew: Crew, working: Promise<void>): Promise<string[]> {
  crew.stop()
  await working
  return crew.checkExact()
}

test('R10 an orderly stop answers what is under way before it ends', async () => {
  const store = sqliteCrashStore()
  closing.push(() => store.close())
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await start(store, port, url)
  const saver = createSaver('under-way', [httpDoor(url)])
  await saver.save()
  const other = new DatabaseSync(path.join(store.env['CART_DATA_DIR'] ?? '', 'cart.db'))
  closing.push(() => other.close())
  other.exec('begin immediate')
  const underWay = saver.trySave()
  // a second connection's answer comes after the first one's request went in
  await request(`${url}/health`, {})
  const ended = stop(server)
  // it takes no more requests: what is under way is all there is
  await expect.poll(() => request(`${url}/health`, {}), { interval: 10 }).toBe(null)
  other.exec('rollback')
  expect(await underWay).toMatchObject({ kind: 'saved', status: 'applied', revision: 2 })
  expect(await ended).toBe(0)
  expect(await store.check()).toEqual([])
})

describe.each(CRASH_STORES)('%s', (_name, openStore) => {
  test(`R10 ${RESTARTS} orderly restarts under load, seed ${SEED}: nothing is lost, nothing counts twice, and each ends in good order`, async () => {
    const store = await openStore()
    closing.push(() => store.close())
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    let server = await start(store, port, url)
    const crew = await gatherCrew({ urls: [url], carts: 2, random: seededRandom(SEED) })
    const working = crew.run()
    const found: string[] = []
    const ends: unknown[] = []
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      await Promise.race([pause(WORK_MS), working])
      ends.push(await stop(server))
      server = await start(store, port, url)
      found.push(...(await crew.checkBounds()))
    }
    found.push(...(await finish(crew, working)))
    ends.push(await stop(server))
    expect(found).toEqual([])
    expect(ends).toEqual(ends.map(() => 0))
    expect(await store.check()).toEqual([])
  })

  test(`R10 ${RESTARTS} rolling restarts, two processes on one database, seed ${SEED}: at most one retry of any edit`, async () => {
    const store = await openStore()
    closing.push(() => store.close())
    const [first, second] = [await freePort(), await freePort()]
    const proxy = await startTcpProxy(first)
    closing.push(() => proxy.close())
    let server = await start(store, first, proxy.url)
    const crew = await gatherCrew({ urls: [proxy.url], carts: 2, random: seededRandom(SEED) })
    const working = crew.run()
    const found: string[] = []
    const ends: unknown[] = []
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      await Promise.race([pause(WORK_MS), working])
      const port = restart % 2 === 0 ? second : first
      const next = await start(store, port, proxy.url)
      // both serve for a moment: connections that are open stay with the old one until it closes them
      proxy.target = port
      await pause(WORK_MS / 4)
      ends.push(await stop(server))
      server = next
      found.push(...(await crew.checkBounds()))
    }
    found.push(...(await finish(crew, working)))
    ends.push(await stop(server))
    expect(found).toEqual([])
    expect(ends).toEqual(ends.map(() => 0))
    expect(crew.figures().mostFailures).toBeLessThanOrEqual(1)
    expect(await store.check()).toEqual([])
  })
})
