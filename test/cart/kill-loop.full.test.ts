import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { startCartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { scratchFolder } from '../support/start-cart.ts'

const KILLS = 15
const SEED = Number(process.env['SEED'] ?? 20261121)

test(`R9 ${KILLS} times kill -9 under writes, seed ${SEED}: what was answered is there, nothing counts twice, revisions have no gap`, async () => {
  const random = seededRandom(SEED)
  const dataDir = scratchFolder()
  const port = await freePort()
  let acknowledged = { revision: 0, quantity: 0 }
  let sent = 0
  try {
    for (let round = 0; round < KILLS; round += 1) {
      const server = await startCartProcess({ port, dataDir })
      const killed = new Promise<void>((resolve) => setTimeout(() => void server.kill().then(resolve), 40 + random() * 250))
      const write = async (): Promise<void> => {
        for (;;) {
          sent += 1
          const body = JSON.stringify({ cartId: 'loop', items: [{ name: 'rice', quantity: (sent % 5) + 1 }, { name: `round ${sent}` }] })
          const response = await fetch(`${server.url}/sync_cart`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).catch(
            () => null,
          )
          const answer = response === null ? null : ((await response.json().catch(() => null)) as { revision: number } | null)
          // the server is gone: what it did with this one is unknown, and that is allowed
          if (answer === null) return
          if (answer.revision > acknowledged.revision) acknowledged = { revision: answer.revision, quantity: sent }
        }
      }
      await Promise.all([write(), killed])
      const again = await startCartProcess({ port, dataDir })
      const response = await fetch(`${again.url}/carts/loop`)
      if (acknowledged.revision > 0) {
        const cart = (await response.json()) as { revision: number; items: Array<{ name: string }> }
        // the one write in flight at the kill may have landed unanswered, no more than that
        expect([acknowledged.revision, acknowledged.revision + 1]).toContain(cart.revision)
        expect([`round ${acknowledged.quantity}`, `round ${acknowledged.quantity + 1}`]).toContain(cart.items[1]?.name)
        acknowledged = { ...acknowledged, revision: cart.revision }
      }
      await again.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
  expect(acknowledged.revision).toBeGreaterThan(KILLS)
})
