import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cartValue } from './shop-fixture.ts'
import { stubBackend } from './stub-backend.ts'
import { openCart, type OpenedCart } from './stub-host.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

/** UTF-8 bytes never undercount tokens. */
const MODEL_STATE_MAX_TOKENS = 4_000
/** Bytes of a queue of unsent edits to a cart of a few lines. */
const PRIVATE_STATE_MAX_BYTES = 4_000

const saved = (cart: OpenedCart) => cart.page.getByRole('status').getByText('Saved', { exact: true }).waitFor()

async function busyCart(): Promise<OpenedCart> {
  const cart = await openCart(browser, { backend: stubBackend(cartValue({ eggs: 2, milk: 1 }, { eggs: 'large ones' })) })
  const more = cart.page.getByRole('button', { name: 'One more of Free-range eggs' })
  for (let click = 0; click < 8; click += 1) await more.click()
  await cart.page.getByRole('button', { name: 'Add Bananas' }).click()
  await cart.page.getByRole('button', { name: 'Remove Whole milk' }).click()
  await saved(cart)
  return cart
}

it('S1.C.1 S2.S.2 the cart shown is the server’s: a widget state that is gone, or that says otherwise, changes no line of it', async () => {
  const cart = await busyCart()
  const [shown, backend] = [await cart.shown(), cart.backend]
  await cart.close()
  expect(shown).toEqual({ eggs: 10, bananas: 1 })
  const liar = {
    modelContent: { cartId: 'c_test-cart', revision: 99, summary: '7 × Sourdough bread', lines: { bread: 7 } },
    privateContent: { lines: { bread: 7 } },
  }
  for (const widgetState of [null, liar, { items: [{ name: 'bread', quantity: 7 }] }]) {
    const again = await openCart(browser, { backend, widgetState })
    expect(await again.shown()).toEqual(shown)
    await again.close()
  }
})

it('S1.C.2 S2.S.1 the widget keeps only its queue, and tells the model only which cart, how new and a summary, both small', async () => {
  const cart = await busyCart()
  const { states } = await cart.log()
  await cart.close()
  expect(states.length).toBeGreaterThan(5)
  for (const { modelContent, privateContent, ...rest } of states) {
    expect(Object.keys(privateContent ?? {}).filter((key) => key !== 'lockstep/queue')).toEqual([])
    expect(Object.keys(modelContent ?? {}).filter((key) => !['cartId', 'revision', 'summary'].includes(key))).toEqual([])
    expect(rest).toEqual({ imageIds: [] })
    expect(Buffer.byteLength(JSON.stringify(modelContent))).toBeLessThan(MODEL_STATE_MAX_TOKENS)
    expect(Buffer.byteLength(JSON.stringify(privateContent))).toBeLessThan(PRIVATE_STATE_MAX_BYTES)
  }
  expect(states.at(-1)?.['privateContent'] ?? {}).toEqual({})
})

it('S1.C.5 nothing the widget keeps looks like a secret: no token, no address, no mail address, no price', async () => {
  const cart = await busyCart()
  const kept = JSON.stringify((await cart.log()).states)
  await cart.close()
  expect(kept).toContain('Free-range eggs')
  expect(kept).not.toMatch(/bearer|token|secret|password|https?:|eyJ[A-Za-z0-9_-]{10}|[\w.]+@[\w.]+|v1\.[0-9a-z]+\./i)
  // the prices of the page, as numbers of their own: three digits of a random id are not one
  expect(kept).not.toMatch(/"price"|(?<![\da-f])(?:349|129)(?![\da-f])/)
})
