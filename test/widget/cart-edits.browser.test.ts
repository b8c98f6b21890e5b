import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cartResult, cartValue, CART_ID } from './shop-fixture.ts'
import { stubBackend } from './stub-backend.ts'
import { openCart, type OpenCartOptions, type OpenedCart } from './stub-host.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

const eggsAndMilk = () => stubBackend(cartValue({ eggs: 2, milk: 1 }))
const linesOf = (cart: OpenedCart) => cart.backend.snapshot().value['lines']

async function withCart(options: OpenCartOptions, run: (cart: OpenedCart) => Promise<void>): Promise<void> {
  const cart = await openCart(browser, options)
  try {
    await run(cart)
  } finally {
    await cart.close()
  }
}

describe('an edit in the widget', () => {
  it('S0.1 S0.2 reaches the server: add, more, less, typed, removed', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      const { page } = cart
      await page.getByRole('button', { name: 'Add Bananas' }).click()
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 2, milk: 1, bananas: 1 })
      await page.getByRole('button', { name: 'One more of Free-range eggs' }).click()
      await page.getByRole('button', { name: 'One less of Whole milk' }).click()
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 3, bananas: 1 })
      await page.getByRole('textbox', { name: 'Quantity of Bananas' }).fill('7')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Remove Free-range eggs' }).click()
      await expect.poll(() => linesOf(cart)).toEqual({ bananas: 7 })
      expect(await cart.shown()).toEqual({ bananas: 7 })
    }))

  it('S0.16 is the only thing that syncs: neither opening the cart nor a new result does', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      cart.backend.edit('model', () => cartValue({ eggs: 5 }))
      await cart.bring(cartResult(cart.backend.snapshot()))
      await expect.poll(() => cart.shown()).toEqual({ eggs: 5 })
      await cart.setGlobals({ theme: 'dark' })
      // a poll that came round proves that time enough has gone by for a sync to be sent
      await expect.poll(() => cart.backend.callsOf('cart_changes').length).toBeGreaterThan(0)
      expect(cart.backend.callsOf('sync_cart')).toEqual([])
      expect((await cart.log()).states).toEqual([])
    }))

  it.each<[string, (() => void) | undefined]>([
    ['crypto.randomUUID', undefined],
    ['no randomUUID', () => Object.defineProperty(crypto, 'randomUUID', { value: undefined })],
    ['no crypto', () => Object.defineProperty(window, 'crypto', { value: undefined })],
  ])('S0.17 S0.18 makes a cart id of its own when the result has none, keeps it, and tells the model (%s)', (_name, before) => {
    const result = cartResult({ documentId: '', epoch: '', revision: 0, value: cartValue({}) })
    return withCart({ result, ...(before ? { before } : {}) }, async (cart) => {
      await cart.page.getByRole('button', { name: 'Start with Salted butter' }).click()
      await expect.poll(() => cart.backend.callsOf('sync_cart').length).toBe(1)
      await cart.page.getByRole('button', { name: 'Add Bananas' }).click()
      await expect.poll(() => cart.backend.callsOf('sync_cart').length).toBe(2)
      const [first, second] = cart.backend.callsOf('sync_cart')
      const cartId = String(first?.args['cartId'])
      expect(cartId).toMatch(/^c_[A-Za-z0-9-]{16,}$/)
      expect(second?.args['cartId']).toBe(cartId)
      expect((await cart.log()).states.at(-1)).toMatchObject({ modelContent: { cartId, summary: expect.stringContaining('Bananas') } })
      expect(cart.backend.snapshot(cartId).value['lines']).toEqual({ butter: 1, bananas: 1 })
    })
  })

  it('S0.18 M22 takes the id an earlier life of this widget wrote down', () => {
    const result = cartResult({ documentId: '', epoch: '', revision: 0, value: cartValue({}) })
    const widgetState = { modelContent: { cartId: 'c_kept' }, privateContent: null, imageIds: [] }
    return withCart({ result, widgetState }, async (cart) => {
      await cart.page.getByRole('button', { name: 'Start with Salted butter' }).click()
      await expect.poll(() => cart.backend.callsOf('sync_cart')[0]?.args['cartId']).toBe('c_kept')
    })
  })

  it('M22 a widget state of null at the start overwrites nothing', () =>
    withCart({ backend: eggsAndMilk(), widgetState: null }, async (cart) => {
      await cart.setGlobals({ widgetState: null })
      expect(await cart.shown()).toEqual({ eggs: 2, milk: 1 })
      await cart.page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 2, milk: 2 })
    }))

  it('S0.21 S0.24 is in the widget state before it is on its way', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      await cart.page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await expect.poll(() => cart.backend.callsOf('sync_cart').length).toBe(1)
      const { order, states } = await cart.log()
      expect(order.indexOf('state')).toBeGreaterThanOrEqual(0)
      expect(order.indexOf('state')).toBeLessThan(order.indexOf('call sync_cart'))
      expect(states[0]).toMatchObject({ modelContent: { cartId: CART_ID, summary: '4 items: 2 × Free-range eggs; 2 × Whole milk.' } })
    }))

  it('S0.22 sends the whole list each time, with a revision and an id, never bare', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      await cart.page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await expect.poll(() => cart.backend.callsOf('sync_cart').length).toBe(1)
      expect(cart.backend.callsOf('sync_cart')[0]?.args).toMatchObject({
        items: [
          { id: 'eggs', quantity: 2 },
          { id: 'milk', quantity: 2 },
        ],
        baseRevision: 1,
        mutationId: expect.any(String),
      })
    }))

  it('S0.23 is on the screen within 100 ms while the server has not answered', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      const release = cart.backend.hold('sync_cart')
      const elapsedMs = await cart.page.evaluate(async () => {
        const start = performance.now()
        document.querySelector<HTMLElement>('[data-line="eggs"] [data-focus-control="more"]')?.click()
        while (document.querySelector<HTMLInputElement>('[data-line="eggs"] input')?.value !== '3') await new Promise(requestAnimationFrame)
        return performance.now() - start
      })
      expect(elapsedMs).toBeLessThan(100)
      await expect.poll(() => cart.backend.callsOf('sync_cart').length).toBe(1)
      await cart.page.getByRole('button', { name: 'One more of Free-range eggs' }).click()
      await expect.poll(() => cart.shown()).toEqual({ eggs: 4, milk: 1 })
      expect(linesOf(cart)).toEqual({ eggs: 2, milk: 1 })
      release()
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 4, milk: 1 })
    }))

  it('S0.26 survives a server that is away, is retried, and said so', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      cart.backend.answerWith('sync_cart', () => Promise.reject(new Error('no route')))
      await cart.page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await cart.page.getByRole('status').getByText('Not saved yet, retrying').waitFor()
      expect(await cart.shown()).toEqual({ eggs: 2, milk: 2 })
      cart.backend.answerWith('sync_cart', null)
      await cart.page.getByRole('status').getByText('Saved', { exact: true }).waitFor()
      expect(linesOf(cart)).toEqual({ eggs: 2, milk: 2 })
    }))

  it('M5 keeps what the model added meanwhile, and says it', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      cart.backend.edit('model', (value) => ({ ...value, lines: { ...value['lines'], tomatoes: 2 } }))
      await cart.page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 2, milk: 2, tomatoes: 2 })
      await cart.page.getByText('ChatGPT added 2 × Vine tomatoes.').first().waitFor()
      expect(await cart.shown()).toEqual({ eggs: 2, milk: 2, tomatoes: 2 })
    }))
})

describe('undo', () => {
  it('takes back the last change, on the server too, and is announced', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      await cart.page.getByRole('button', { name: 'Remove Free-range eggs' }).click()
      await expect.poll(() => linesOf(cart)).toEqual({ milk: 1 })
      await cart.page.getByRole('button', { name: 'Undo', exact: true }).click()
      await cart.page.getByRole('status').getByText('Last change undone.').waitFor({ state: 'attached' })
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 2, milk: 1 })
    }))
})

describe('a typed quantity', () => {
  it('counts on Enter, on leaving the field, and after a pause', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      const field = cart.page.getByRole('textbox', { name: 'Quantity of Whole milk' })
      await field.fill('3')
      await field.press('Enter')
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 2, milk: 3 })
      await field.fill('4')
      await field.blur()
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 2, milk: 4 })
      await field.fill('5')
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 2, milk: 5 })
    }))

  it('keeps the old number when the text is none, and says why', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      const field = cart.page.getByRole('textbox', { name: 'Quantity of Whole milk' })
      await field.fill('2.5')
      await field.press('Enter')
      await cart.page.getByRole('alert').getByText('Quantity not changed: it takes a whole number from 0 to 24.').waitFor()
      expect(await field.inputValue()).toBe('1')
      expect(await field.getAttribute('aria-invalid')).toBe('true')
      expect(cart.backend.callsOf('sync_cart')).toEqual([])
    }))

  it('is cut to what the shop has, quietly, with a way back', () =>
    withCart({ backend: stubBackend(cartValue({ bread: 1 })) }, async (cart) => {
      await cart.page.getByRole('textbox', { name: 'Quantity of Sourdough bread' }).fill('9')
      await cart.page.keyboard.press('Enter')
      await cart.page.getByRole('region', { name: 'News about this cart' }).getByText('Only 4 left of Sourdough bread: set to 4.').waitFor()
      expect(await cart.shown()).toEqual({ bread: 4 })
      await cart.page.getByRole('button', { name: 'Undo', exact: true }).click()
      await expect.poll(() => linesOf(cart)).toEqual({ bread: 1 })
    }))

  it('of 0 removes the line', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      await cart.page.getByRole('textbox', { name: 'Quantity of Whole milk' }).fill('0')
      await cart.page.keyboard.press('Enter')
      await expect.poll(() => linesOf(cart)).toEqual({ eggs: 2 })
    }))
})
