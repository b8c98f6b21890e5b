import { rm } from 'node:fs/promises'
import type { ToolResult } from '@lockstep/react'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readCartResult } from '../../apps/cart/views/cart-data.ts'
import { startCartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { scratchFolder } from '../support/start-cart.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** What the widget reads out of a cart that a real server process answers with. */
async function shownBy(env: Record<string, string>) {
  const dataDir = scratchFolder()
  const port = await freePort()
  const cart = await startCartProcess({ port, dataDir, env })
  onTestFinished(async () => {
    await cart.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(cart.mcpUrl)))
  onTestFinished(() => client.close())
  return { port, read: readCartResult((await client.callTool({ name: 'get_cart', arguments: {} })) as ToolResult) }
}

test('X30 a server that is reached elsewhere tells the view so, in the environment’s words', async () => {
  const { read } = await shownBy({ CART_TRANSPORT: 'http', CART_PUBLIC_URL: 'https://cart.example' })
  expect(read).toMatchObject({ transport: 'http', backendUrl: 'https://cart.example' })
})

test('X30 without a word it is the server’s own address, and for a server that says nothing the seed’s', async () => {
  const { port, read } = await shownBy({ CART_TRANSPORT: 'http' })
  expect(read.backendUrl).toBe(`http://localhost:${port}`)
  expect(readCartResult({ content: [], structuredContent: { cartId: 'c_1', items: [] } }).backendUrl).toBe('http://localhost:8000')
})
