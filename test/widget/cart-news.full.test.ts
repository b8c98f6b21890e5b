import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cartValue, manyLines } from './shop-fixture.ts'
import { stubBackend, type StubBackend } from './stub-backend.ts'
import { openCart, type OpenCartOptions, type OpenedCart } from './stub-host.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

const eggsAndMilk = () => stubBackend(cartValue({ eggs: 2, milk: 1 }))
const added = 'ChatGPT added 2 × Vine tomatoes.'
const addTomatoes = (backend: StubBackend) => backend.edit('model', (value) => ({ ...value, lines: { ...value['lines'], tomatoes: 2 } }))
const linesOf = (backend: StubBackend) => backend.snapshot().value['lines']

async function withCart(options: OpenCartOptions, run: (cart: OpenedCart) => Promise<void>): Promise<void> {
  const cart = await openCart(browser, options)
  try {
    await cart.page.locator('.cart').waitFor()
    await run(cart)
  } finally {
    await cart.close()
  }
}

const news = (page: Page) => page.getByRole('region', { name: 'News about this cart' })
const announced = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor({ state: 'attached' })
/** The answer that mounts a view when the model just added tomatoes. */
function answerOf(backend: StubBackend) {
  addTomatoes(backend)
  const { revision } = backend.snapshot()
  return backend.result({ changes: [{ revision, by: 'model', field: 'lines', id: 'tomatoes', from: null, to: 2 }] })
}
/** What the host keeps for the view: the newest state it was handed. */
const keptState = async (cart: OpenedCart) => (await cart.log()).states.at(-1) ?? null

describe('what ChatGPT changed', () => {
  it('S1.F.3 is said quietly and aloud, and taken back by keyboard, on top of what is there now', () =>
    withCart({ backend: eggsAndMilk() }, async ({ page, backend }) => {
      addTomatoes(backend)
      await news(page).getByText(added).waitFor()
      await announced(page, added)
      await page.getByRole('button', { name: 'One more of Vine tomatoes' }).click()
      await expect.poll(() => linesOf(backend)).toEqual({ eggs: 2, milk: 1, tomatoes: 3 })
      await page.getByRole('button', { name: `Undo: ${added}` }).focus()
      await page.keyboard.press('Enter')
      await announced(page, 'Undo: done.')
      await expect.poll(() => linesOf(backend)).toEqual({ eggs: 2, milk: 1, tomatoes: 1 })
      await expect.poll(() => news(page).count()).toBe(0)
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2')
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      await expect.poll(() => linesOf(backend)).toEqual({ eggs: 2, milk: 1, tomatoes: 3 })
    }))

  it('moves nothing under a pointer when it comes and when it goes', () => {
    const backend = eggsAndMilk()
    return withCart({ backend, result: answerOf(backend) }, async ({ page }) => {
      await news(page).waitFor()
      const places = () =>
        page.locator('.line button, .cart footer button, .checkout button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
      const before = await places()
      await news(page)
        .getByRole('button', { name: /dismiss the news$/ })
        .click()
      await expect.poll(() => news(page).count()).toBe(0)
      expect(before.length).toBeGreaterThan(5)
      expect(await places()).toEqual(before)
    })
  })

  it('is one sentence and one way back, however many lines it was', () => {
    const lines = manyLines(60)
    return withCart({ backend: stubBackend(cartValue(lines, { 'item-7': 'blue' })) }, async ({ page, backend }) => {
      backend.edit('model', () => cartValue({}))
      await news(page).getByText('ChatGPT removed Item number 1; removed Item number 2; removed Item number 3; and 57 more.').waitFor()
      await news(page)
        .getByRole('button', { name: /^Undo: / })
        .click()
      await expect.poll(() => backend.snapshot().value).toEqual(cartValue(lines, { 'item-7': 'blue' }))
    })
  })

  it('is offered to be taken back in the view that its own call opened, until something newer happens', () => {
    const backend = eggsAndMilk()
    return withCart({ backend, result: answerOf(backend) }, async ({ page }) => {
      await page.getByRole('button', { name: `Undo: ${added}` }).click()
      await expect.poll(() => linesOf(backend)).toEqual({ eggs: 2, milk: 1 })
      await expect.poll(() => news(page).count()).toBe(0)
    })
  })

  it('is not told again by a view that is opened again: not when it was put away, and not when it is old', async () => {
    const backend = eggsAndMilk()
    const result = answerOf(backend)
    let widgetState: Record<string, unknown> | null = null
    await withCart({ backend, result }, async (cart) => {
      await cart.page.getByRole('button', { name: 'OK, dismiss the news' }).click()
      await expect.poll(() => news(cart.page).count()).toBe(0)
      widgetState = await keptState(cart)
    })
    await withCart({ backend, result, widgetState }, async ({ page, shown }) => {
      await expect.poll(() => shown()).toEqual({ eggs: 2, milk: 1, tomatoes: 2 })
      expect(await news(page).count()).toBe(0)
    })
    backend.edit('user', (value) => ({ ...value, lines: { ...value['lines'], milk: 5 } }))
    await withCart({ backend, result }, async ({ page, shown }) => {
      await expect.poll(() => shown()).toEqual({ eggs: 2, milk: 5, tomatoes: 2 })
      await expect.poll(() => news(page).count()).toBe(0)
    })
  })
})

describe('two at one cart', () => {
  it('M8 a line that was removed elsewhere does not come back with what the model adds, nor with the next click here', () =>
    withCart({ backend: stubBackend(cartValue({ bread: 1, eggs: 2 })) }, async ({ page, backend, shown }) => {
      backend.edit('user', () => cartValue({ eggs: 2 }))
      backend.edit('model', () => cartValue({ eggs: 2, milk: 1 }))
      await page.getByRole('button', { name: 'One more of Free-range eggs' }).click()
      await expect.poll(() => shown()).toEqual({ eggs: 3, milk: 1 })
      expect(linesOf(backend)).toEqual({ eggs: 3, milk: 1 })
    }))

  it('S1.F.3 the person removed what ChatGPT added to: what they had not seen stays, and one click removes it', () =>
    withCart({ backend: eggsAndMilk() }, async ({ page, backend }) => {
      const release = backend.hold('sync_cart')
      await page.getByRole('button', { name: 'Remove Free-range eggs' }).click()
      await expect.poll(() => backend.callsOf('sync_cart').length).toBe(1)
      backend.edit('model', (value) => ({ ...value, lines: { ...value['lines'], eggs: 4 } }))
      release()
      const kept = 'ChatGPT added 2 × Free-range eggs in the meantime: kept.'
      await announced(page, kept)
      expect(await news(page).locator('li').count()).toBe(1)
      await page.getByRole('button', { name: `Remove: ${kept}` }).focus()
      await page.keyboard.press('Enter')
      await announced(page, 'Remove: done.')
      await expect.poll(() => linesOf(backend)).toEqual({ milk: 1 })
    }))

  it('an overlap that was settled is not mistaken for the next one, here or in a view that is opened again', async () => {
    const backend = eggsAndMilk()
    let widgetState: Record<string, unknown> | null = null
    for (const turn of ['first', 'second']) {
      await withCart({ backend, widgetState }, async (cart) => {
        const release = backend.hold('sync_cart')
        const calls = backend.callsOf('sync_cart').length
        await cart.page.getByRole('button', { name: 'Remove Free-range eggs' }).click()
        await expect.poll(() => backend.callsOf('sync_cart').length).toBe(calls + 1)
        backend.edit('model', (value) => ({ ...value, lines: { ...value['lines'], eggs: 4 } }))
        release()
        await cart.page.getByRole('button', { name: /^Remove: ChatGPT added 2/ }).click()
        await expect.poll(() => linesOf(backend), { message: turn }).toEqual({ milk: 1 })
        await expect.poll(() => news(cart.page).count()).toBe(0)
        widgetState = await keptState(cart)
      })
      backend.edit('user', () => cartValue({ eggs: 2, milk: 1 }))
    }
  })

  it('both changed a quantity: who did, and what came of it', () =>
    withCart({ backend: eggsAndMilk() }, async ({ page, backend }) => {
      const release = backend.hold('sync_cart')
      await page.getByRole('button', { name: 'One more of Free-range eggs' }).click()
      await expect.poll(() => backend.callsOf('sync_cart').length).toBe(1)
      backend.edit('model', (value) => ({ ...value, lines: { ...value['lines'], eggs: 4 } }))
      release()
      await news(page).getByText('You and ChatGPT both changed Free-range eggs: now 5.').waitFor()
      await news(page).getByRole('button', { name: 'Undo: ChatGPT changed Free-range eggs from 2 to 4.' }).click()
      await expect.poll(() => linesOf(backend)).toEqual({ eggs: 3, milk: 1 })
    }))
})

describe('what the shop changed', () => {
  it('S1.F.3 a price is told over a reload, on the line and in the news, until the person has taken note; then only when it changes again', async () => {
    const backend = eggsAndMilk()
    backend.today.prices.set('eggs', 399)
    const text = 'The shop changed the price of Free-range eggs from $3.49 to $3.99.'
    let widgetState: Record<string, unknown> | null = null
    await withCart({ backend }, async (cart) => {
      await announced(cart.page, text)
      await news(cart.page).getByText(text).waitFor()
      expect(await cart.page.locator('[data-line="eggs"] .detail').innerText()).toBe('$3.99, was $3.49 · box of 6')
      await cart.page.getByRole('button', { name: 'OK, dismiss the news' }).click()
      await expect.poll(() => news(cart.page).count()).toBe(0)
      widgetState = await keptState(cart)
    })
    await withCart({ backend, widgetState }, async ({ page }) => {
      await page.getByText('$3.99, was $3.49').waitFor()
      expect(await news(page).count()).toBe(0)
    })
    backend.today.prices.set('eggs', 449)
    await withCart({ backend, widgetState }, ({ page }) => news(page).getByText('from $3.49 to $4.49').waitFor())
  })

  it('a price that changes before the order: nothing is bought at a sum the person did not see', () =>
    withCart({ backend: eggsAndMilk() }, async ({ page, backend }) => {
      backend.today.prices.set('milk', 200)
      await page.getByRole('button', { name: 'Check out' }).click()
      await page.getByRole('button', { name: 'Place the order for $8.27' }).click()
      await page.getByText('Prices changed in the meantime, so nothing was ordered.').waitFor()
      await news(page).getByText('The shop changed the price of Whole milk from $1.29 to $2.00.').waitFor()
      await page.getByRole('button', { name: 'Check out' }).click()
      await page.getByRole('button', { name: 'Place the order for $8.98' }).click()
      await page.getByRole('heading', { name: 'Order placed' }).waitFor()
      expect(backend.callsOf('checkout').map(({ args }) => args['expectedSubtotal'])).toEqual([827, 898])
    }))

  it('S1.F.3 too little stock is told and stands, lowers nothing by itself, keeps from ordering, and one click settles it', () =>
    withCart({ backend: eggsAndMilk() }, async ({ page, backend, shown }) => {
      backend.today.stock.set('eggs', 1)
      backend.today.stock.set('milk', 0)
      await page.getByRole('button', { name: 'Check out' }).click()
      await page.getByRole('button', { name: 'Place the order for $8.27' }).click()
      await page.getByText('The shop no longer has all of this, so nothing was ordered.').waitFor()
      const short = 'Only 1 left of Free-range eggs: you have 2.'
      const gone = 'Whole milk is sold out.'
      await announced(page, `${short} ${gone}`)
      expect(await shown()).toEqual({ eggs: 2, milk: 1 })
      expect(linesOf(backend)).toEqual({ eggs: 2, milk: 1 })
      expect(await page.getByRole('button', { name: 'OK, dismiss the news' }).count()).toBe(0)
      await page.getByRole('button', { name: `Set to 1: ${short}` }).focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => linesOf(backend)).toEqual({ eggs: 1, milk: 1 })
      await page.getByRole('button', { name: `Remove: ${gone}` }).click()
      await expect.poll(() => linesOf(backend)).toEqual({ eggs: 1 })
      await expect.poll(() => news(page).count()).toBe(0)
      await page.getByRole('button', { name: 'Check out' }).click()
      await page.getByRole('button', { name: 'Place the order for $3.49' }).click()
      await page.getByRole('heading', { name: 'Order placed' }).waitFor()
    }))

  it('S1.F.3 a limit is told each time somebody meets it, also when it was put away before', () =>
    withCart({ backend: eggsAndMilk() }, async ({ page }) => {
      const limit = 'Only 12 left of Free-range eggs: set to 12.'
      for (const typed of ['13', '14']) {
        await page.getByRole('textbox', { name: 'Quantity of Free-range eggs' }).fill(typed)
        await page.keyboard.press('Enter')
        await news(page).getByText(limit).waitFor()
        await page.getByRole('button', { name: 'OK, dismiss the news' }).click()
        await expect.poll(() => news(page).count()).toBe(0)
      }
    }))

  it('S1.F.3 an order placed elsewhere empties the cart, says why, and is not offered to be undone', () =>
    withCart({ backend: eggsAndMilk() }, async ({ page, backend }) => {
      backend.edit('system', () => cartValue({}))
      await announced(page, 'The order is placed: what was in it left the cart.')
      await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor()
      expect(await news(page).getByRole('button', { name: /^Undo/ }).count()).toBe(0)
    }))
})

it('what is unsaved is saved before the model is asked', () => {
  const backend = stubBackend(cartValue({ milk: 1 }))
  return withCart({ backend, result: backend.result({ suggestions: [] }) }, async (cart) => {
    const release = backend.hold('sync_cart')
    await cart.page.getByRole('button', { name: 'Remove Whole milk' }).click()
    await cart.page.getByRole('button', { name: 'Ask for ideas' }).click()
    await expect.poll(() => backend.callsOf('sync_cart').length).toBe(1)
    expect((await cart.log()).messages).toEqual([])
    release()
    await expect.poll(async () => (await cart.log()).messages.length).toBe(1)
    expect(linesOf(backend)).toEqual({})
  })
})
