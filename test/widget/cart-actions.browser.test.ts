import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cartValue, CART_ID } from './shop-fixture.ts'
import { stubBackend } from './stub-backend.ts'
import { openCart, type OpenedCart } from './stub-host.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

async function withCart(run: (cart: OpenedCart) => Promise<void>): Promise<void> {
  const cart = await openCart(browser, { backend: stubBackend(cartValue({ eggs: 2, milk: 1 })) })
  try {
    await run(cart)
  } finally {
    await cart.close()
  }
}

describe('check out', () => {
  it('S1.D.3 asks first, naming the total and that it orders; the way out calls nothing', () =>
    withCart(async ({ page, backend }) => {
      await page.getByRole('button', { name: 'Check out' }).click()
      await page.getByRole('group', { name: 'Place the order for $8.27, 3 items?' }).waitFor()
      await page.getByRole('button', { name: 'Not yet' }).click()
      await page.getByRole('button', { name: 'Check out' }).waitFor()
      expect(backend.callsOf('checkout')).toEqual([])
    }))

  it('M9 S1.H.3 saves what is unsaved, orders exactly the revision on the screen, opens the order page and closes', () =>
    withCart(async (cart) => {
      const { page, backend } = cart
      await page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await page.getByRole('button', { name: 'Check out' }).click()
      await page.getByRole('button', { name: 'Place the order for $9.56' }).click()
      await page.getByRole('heading', { name: 'Order placed' }).waitFor()
      expect(backend.callsOf('checkout').map(({ args }) => args)).toEqual([{ cartId: CART_ID, revision: 2, expectedSubtotal: 956 }])
      expect(backend.calls.findIndex(({ name }) => name === 'sync_cart')).toBeLessThan(backend.calls.findIndex(({ name }) => name === 'checkout'))
      const { links, closes } = await cart.log()
      expect(links).toEqual(['http://localhost:8000/orders/o_1'])
      expect(closes).toBe(1)
    }))

  it('orders nothing when the last changes are not saved', () =>
    withCart(async ({ page, backend }) => {
      backend.answerWith('sync_cart', () => Promise.reject(new Error('no route')))
      await page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await page.getByRole('button', { name: 'Check out' }).click()
      await page.getByRole('button', { name: 'Place the order for $9.56' }).click()
      await page.getByText('so nothing was ordered').waitFor()
      expect(backend.callsOf('checkout')).toEqual([])
    }))

  it('shows the cart as it is now when somebody changed it in between', () =>
    withCart(async (cart) => {
      const { page, backend } = cart
      await page.getByRole('button', { name: 'Check out' }).click()
      const release = backend.hold('checkout')
      await page.getByRole('button', { name: 'Place the order for $8.27' }).click()
      await expect.poll(() => backend.callsOf('checkout').length).toBe(1)
      backend.edit('model', () => cartValue({ eggs: 2, milk: 9 }))
      release()
      await page.getByText('The cart changed in the meantime, so nothing was ordered.').waitFor()
      await expect.poll(() => cart.shown()).toEqual({ eggs: 2, milk: 9 })
    }))
})

describe('clear cart', () => {
  it('S1.D.3 asks first; then the cart is empty here and on the server, and undo brings it back', () =>
    withCart(async (cart) => {
      const { page, backend } = cart
      await page.getByRole('button', { name: 'Clear cart' }).focus()
      const focusedText = await page.evaluate(async () => {
        ;(document.activeElement as HTMLElement).click()
        await Promise.resolve()
        return document.activeElement?.textContent
      })
      expect(focusedText, 'the focus comes with the question, not a frame later').toBe('Keep it')
      await page.keyboard.press('Escape')
      await page.locator('button:focus', { hasText: 'Clear cart' }).waitFor()
      expect(await cart.shown()).toEqual({ eggs: 2, milk: 1 })
      await page.getByRole('button', { name: 'Clear cart' }).click()
      await page.getByRole('button', { name: 'Clear the cart' }).click()
      await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor()
      await expect.poll(() => backend.snapshot().value['lines']).toEqual({})
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      await expect.poll(() => backend.snapshot().value['lines']).toEqual({ eggs: 2, milk: 1 })
    }))
})
