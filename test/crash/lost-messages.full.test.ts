import { rm } from 'node:fs/promises'
import { createSyncClient, type SyncReply } from '@lockstep/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cartSpec } from '../../apps/cart/shared/cart-spec.ts'
import { backendChannel, toolChannel } from '../../apps/cart/views/cart-channel.ts'
import { startCartProcess, type CartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { scratchFolder } from '../support/start-cart.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { callTool, connect, withOrigin } from './crew.ts'
import { httpDoor, toolDoor } from './doors.ts'
import { createSaver } from './saver.ts'

let folder: string
let server: CartProcess
let proxy: TcpProxy
let cartId: string
let carts = 0
beforeAll(async () => {
  folder = scratchFolder()
  const port = await freePort()
  proxy = await startTcpProxy(port)
  server = await startCartProcess({ port, dataDir: folder, env: { CART_ALLOWED_ORIGINS: proxy.url } })
})
afterAll(async () => {
  await proxy.close()
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  proxy.toServer = {}
  proxy.toClient = {}
  carts += 1
  cartId = `lost-${carts}`
})

describe.each(['http', 'tool'] as const)('door %s', (kind) => {
  const openDoor = async () => (kind === 'http' ? { door: httpDoor(proxy.url), client: null } : await toolDoor(proxy.url))

  test('R3 a request is lost: the next one is applied', async () => {
    const { door, client } = await openDoor()
    const saver = createSaver(cartId, [door])
    await saver.save()
    proxy.toServer = { resetAfterBytes: 0 }
    expect(await saver.trySave()).toEqual({ kind: 'silence' })
    proxy.toServer = {}
    expect(await saver.trySave()).toMatchObject({ kind: 'saved', status: 'applied', revision: 2 })
    await client?.close()
  })

  test('R4 an answer is lost after the commit: the next one says replayed, and nothing was done twice', async () => {
    const { door, client } = await openDoor()
    const saver = createSaver(cartId, [door])
    await saver.save()
    proxy.toClient = { resetAfterBytes: 0 }
    expect(await saver.trySave()).toEqual({ kind: 'silence' })
    proxy.toClient = {}
    expect(await saver.trySave()).toMatchObject({ kind: 'saved', status: 'replayed', revision: 2 })
    expect(await saver.trySave()).toMatchObject({ kind: 'saved', status: 'applied', revision: 3 })
    await client?.close()
  })

  /** The real client of a view behind the proxy, and what became of each of its sends. */
  async function openView() {
    const mcp = kind === 'tool' ? await connect(proxy.url) : null
    const channel =
      mcp === null
        ? backendChannel({ backendUrl: proxy.url, fetch: (input, init) => fetch(input, withOrigin(proxy.url, init)) })
        : toolChannel(callTool(mcp, cartId), () => {})
    const sends: Array<SyncReply['status'] | 'failed' | 'under way'> = []
    let ids = 0
    const view = createSyncClient({
      spec: cartSpec(),
      documentId: cartId,
      clientId: `${cartId}-view`,
      snapshot: null,
      queue: null,
      channel: {
        ...channel,
        send: async (mutation, how) => {
          const index = sends.push('under way') - 1
          try {
            const reply = await channel.send(mutation, how)
            sends[index] = reply.status
            return reply
          } catch (error) {
            sends[index] = 'failed'
            throw error
          }
        },
      },
      clock: { now: () => Date.now(), setTimeout, clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout) },
      random: Math.random,
      newId: () => `${cartId}-${(ids += 1)}`,
      persist: () => {},
    })
    const close = async () => {
      view.dispose()
      await mcp?.close()
    }
    return { view, sends, close }
  }

  test.each([
    { lost: 'requests', weather: 'toServer', ends: 'applied' },
    { lost: 'answers', weather: 'toClient', ends: 'replayed' },
  ] as const)('R3 R4 the real client loses $lost for a while: one more send after that, and the edit counts once', async ({ weather, ends }) => {
    const { view, sends, close } = await openView()
    proxy[weather] = { resetAfterBytes: 0 }
    view.edit((value) => ({ ...value, lines: { 'lemons-single': 3 } }))
    await view.flush()
    await expect.poll(() => sends.filter((status) => status === 'failed').length).toBeGreaterThan(1)
    const before = sends.length
    proxy[weather] = {}
    await expect.poll(() => view.getSnapshot().status).toBe('saved')
    expect(sends.length - before).toBeLessThanOrEqual(1)
    expect(sends.at(-1)).toBe(ends)
    expect(view.getSnapshot()).toMatchObject({ revision: 1, value: { lines: { 'lemons-single': 3 } } })
    await close()
  })
})
