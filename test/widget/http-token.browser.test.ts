import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ToolResult } from '@lockstep/react'
import { launchChromium } from '../support/chromium.ts'
import { startCart, type TestCart } from '../support/start-cart.ts'
import { openCart } from './stub-host.ts'

let browser: Browser
let server: TestCart
beforeAll(async () => {
  browser = await launchChromium()
  server = await startCart({ transport: 'http', requireToken: true })
})
afterAll(async () => {
  await server.close()
  await browser.close()
})

it('X31 in a browser: saves with the token of the result, and with another once that has expired; it is in no address and in no kept state', async () => {
  const { call } = await server.connect('x31-browser')
  const result = (await call('add_to_cart', { items: [{ name: 'salted butter', quantity: 2 }] })) as ToolResult
  const { cartId } = result.structuredContent as { cartId: string }
  const cart = await openCart(browser, { result, url: `${server.viewOrigin}/` })
  try {
    const requests: Request[] = []
    cart.page.on('request', (request) => requests.push(request))
    cart.backend.answerWith('cart_access', async () => await call('cart_access', { cartId }))
    const more = cart.page.locator('[data-focus-control="more"]').first()
    const stored = async () => ((await call('get_cart', { cartId })).structuredContent as { items: Array<{ quantity: number }> }).items[0]?.quantity

    await more.click()
    await expect.poll(stored).toBe(3)
    expect(cart.backend.callsOf('cart_access')).toEqual([])
    server.pass(16 * 60_000)
    await more.click()
    await expect.poll(stored).toBe(4)
    expect(cart.backend.callsOf('cart_access').length).toBeGreaterThan(0)
    await cart.page.getByRole('status').getByText('Saved', { exact: true }).waitFor()

    const posts = requests.filter((request) => request.method() === 'POST')
    const tokens = await Promise.all(posts.map(async (request) => (await request.allHeaders())['authorization']))
    expect(new Set(tokens).size).toBe(2)
    const elsewhere = JSON.stringify([requests.map((request) => [request.url(), request.postData()]), (await cart.log()).states])
    for (const token of tokens) expect(elsewhere).not.toContain(String(token).replace('Bearer ', ''))
  } finally {
    await cart.close()
  }
})
