import { rm } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { startCartProcess, type CartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { scratchFolder } from '../support/start-cart.ts'

const running: CartProcess[] = []
const folders: string[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()))
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

async function start(port: number, dataDir: string): Promise<CartProcess> {
  const server = await startCartProcess({ port, dataDir })
  running.push(server)
  return server
}

const put = (url: string, cartId: string, quantity: number) =>
  fetch(`${url}/sync_cart`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ cartId, items: [{ name: 'eggs', quantity }] }),
  }).then((response) => response.json() as Promise<{ revision: number }>)

const read = async (url: string, cartId: string) =>
  (await (await fetch(`${url}/carts/${cartId}`)).json()) as { epoch: string; revision: number; items: Array<{ quantity: number }> }

test('M17 what was answered survives kill -9 and an orderly restart, under the same ids and revisions', { timeout: 30_000 }, async () => {
  const dataDir = scratchFolder()
  folders.push(dataDir)
  const port = await freePort()
  const first = await start(port, dataDir)
  for (let quantity = 1; quantity <= 5; quantity += 1) await put(first.url, 'durable', quantity)
  const before = await read(first.url, 'durable')
  await first.kill()
  const second = await start(port, dataDir)
  expect(await read(second.url, 'durable')).toEqual(before)
  expect(before).toMatchObject({ revision: 5, items: [{ quantity: 5 }] })
  expect(await put(second.url, 'durable', 6)).toMatchObject({ revision: 6 })
  await second.stop()
  const third = await start(port, dataDir)
  expect(await read(third.url, 'durable')).toMatchObject({ epoch: before.epoch, revision: 6, items: [{ quantity: 6 }] })
})
