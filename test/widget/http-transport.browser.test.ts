import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ToolResult } from '@lockstep/react'
import { launchChromium } from '../support/chromium.ts'
import { startCart, type TestCart, type ToolAnswer } from '../support/start-cart.ts'
import { openCart, type OpenedCart } from './stub-host.ts'

let browser: Browser
let server: TestCart
beforeAll(async () => {
  browser = await launchChromium()
  server = await startCart()
})
afterAll(async () => {
  await server.close()
  await browser.close()
})

let session = 0
let answer: ToolAnswer
beforeEach(async () => {
  session += 1
  const { call } = await server.connect(`http-${session}`)
  answer = await call('add_to_cart', { items: [{ name: 'salted butter', quantity: 2 }, { name: 'strawberry jam' }] })
})

/** The server's own answer, told to take the seed's road. */
function byHttp(): ToolResult {
  const document = answer._meta?.['lockstep/document'] as Record<string, unknown>
  return { ...answer, _meta: { 'lockstep/document': { ...document, transport: 'http', backendUrl: server.url } } }
}

async function withCart(run: (cart: OpenedCart, writes: Request[]) => Promise<void>): Promise<void> {
  const cart = await openCart(browser, { result: byHttp(), url: `${server.viewOrigin}/` })
  const writes: Request[] = []
  cart.page.on('request', (request) => request.method() === 'POST' && writes.push(request))
  await cart.page.locator('[data-line]').first().waitFor()
  try {
    await run(cart, writes)
  } finally {
    await cart.close()
  }
}

async function stored(): Promise<Record<string, number>> {
  const { items } = (await (await fetch(`${server.url}/carts/${String(answer.structuredContent?.['cartId'])}`)).json()) as {
    items: Array<{ id: string; quantity: number }>
  }
  return Object.fromEntries(items.map(({ id, quantity }) => [id, quantity]))
}

describe('transport http, against the real server', () => {
  it('S0.14 S0.15 posts JSON to /sync_cart of the backend it was given, and the server has the click', () =>
    withCart(async (cart, writes) => {
      await cart.page.locator('[data-focus-control="more"]').first().click()
      await cart.page.getByRole('status').getByText('Saved', { exact: true }).waitFor()
      expect(writes.map((request) => request.url())).toEqual([`${server.url}/sync_cart`])
      expect(writes[0]?.headers()['content-type']).toBe('application/json')
      expect(await stored()).toEqual(await cart.shown())
      expect(cart.backend.callsOf('sync_cart')).toEqual([])
    }))

  it('S0.16 writes nothing for having been opened', () =>
    withCart(async (cart, writes) => {
      await cart.page.waitForResponse((response) => response.url().includes('/carts/'))
      expect(writes).toEqual([])
    }))

  it('S0.22 sends the whole list each time', () =>
    withCart(async (cart, writes) => {
      await cart.page.locator('[data-focus-control="more"]').first().click()
      await cart.page.getByRole('status').getByText('Saved', { exact: true }).waitFor()
      await cart.page.locator('[data-focus-control="remove"]').last().click()
      await expect.poll(() => writes.length).toBe(2)
      await expect.poll(stored).toEqual(await cart.shown())
      const lists = writes.map((request) => (request.postDataJSON() as { items: unknown[] }).items.length)
      expect(lists).toEqual([2, 1])
    }))
})
