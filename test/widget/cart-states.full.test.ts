import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cartResult, cartValue } from './shop-fixture.ts'
import { refusal, stubBackend } from './stub-backend.ts'
import { openCart, type OpenCartOptions, type OpenedCart } from './stub-host.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

const eggsAndMilk = () => stubBackend(cartValue({ eggs: 2, milk: 1 }))
/** Words that put the fault on the person. */
const BLAME = /\b(you (must|entered|have to|did)|your (fault|error|mistake)|invalid|illegal|wrong|bad input)\b/i

async function withCart(options: OpenCartOptions, run: (cart: OpenedCart) => Promise<void>): Promise<void> {
  const cart = await openCart(browser, options)
  try {
    await run(cart)
  } finally {
    await cart.close()
  }
}

function status(page: Page, text: string) {
  return page.getByRole('status').getByText(text, { exact: true }).waitFor({ state: 'attached' })
}

describe('loading', () => {
  it('S1.E.6 is a skeleton, marked busy, that does not jump when the cart comes', () =>
    withCart({ result: null }, async (cart) => {
      const { page } = cart
      await page.locator('section[aria-busy="true"]').waitFor()
      await page.evaluate(() => {
        const total = { shift: 0 }
        Object.assign(window, { total })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) total.shift += (entry as unknown as { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
      })
      const skeletonRow = await page.locator('.line').first().boundingBox()
      cart.backend.edit('model', () => cartValue({ eggs: 2, milk: 1, bread: 1 }))
      await cart.bring(cartResult(cart.backend.snapshot()))
      await expect.poll(() => cart.shown()).toEqual({ eggs: 2, milk: 1, bread: 1 })
      expect(await page.locator('[aria-busy="true"]').count()).toBe(0)
      expect(await page.locator('.line').first().boundingBox()).toEqual(skeletonRow)
      expect(await page.evaluate(() => (window as unknown as { total: { shift: number } }).total.shift)).toBeLessThan(0.1)
    }))
})

describe('empty', () => {
  it('S1.E.7 says what to do next, with one primary action that does it', () =>
    withCart({}, async (cart) => {
      await cart.page.getByRole('heading', { name: 'Your cart is empty' }).waitFor()
      await cart.page.getByText('Tell ChatGPT what you need').waitFor()
      expect(await cart.page.locator('[data-action="primary"]').count()).toBe(1)
      await cart.page.locator('[data-action="primary"]').click()
      await expect.poll(() => cart.shown()).toEqual({ butter: 1 })
    }))

  it('S1.E.7 asks in the conversation where the shop suggests nothing', () =>
    withCart({ result: cartResult(stubBackend().snapshot(), { suggestions: [] }) }, async (cart) => {
      await cart.page.getByRole('button', { name: 'Ask for ideas' }).click()
      await expect.poll(async () => (await cart.log()).messages).toEqual(['Suggest a few things for my cart.'])
    }))
})

describe('error', () => {
  it('S1.E.8 offers a retry, blames nobody, and Retry opens the cart', () => {
    const backend = eggsAndMilk()
    return withCart({ backend, result: refusal('unavailable', 'The shop is busy.') }, async (cart) => {
      await cart.page.getByRole('heading', { name: 'The cart could not be shown' }).waitFor()
      expect(await cart.page.locator('body').innerText()).not.toMatch(BLAME)
      backend.answerWith('get_cart', () => Promise.reject(new Error('still away')))
      await cart.page.getByRole('button', { name: 'Retry' }).click()
      await cart.page.getByText('The shop did not answer.').waitFor()
      backend.answerWith('get_cart', null)
      await cart.page.getByRole('button', { name: 'Retry' }).click()
      await expect.poll(() => cart.shown()).toEqual({ eggs: 2, milk: 1 })
    })
  })

  it('S1.E.8 keeps edits that were never sent over an error and a retry', async () => {
    const backend = eggsAndMilk()
    const opened = cartResult(backend.snapshot())
    const release = backend.hold('sync_cart')
    const first = await openCart(browser, { backend, result: opened })
    await first.page.getByRole('button', { name: 'One more of Whole milk' }).click()
    await expect.poll(() => backend.callsOf('sync_cart').length).toBe(1)
    const widgetState = (await first.log()).states.at(-1) ?? null
    await first.close()
    backend.answerWith('sync_cart', null)
    const second = stubBackend(cartValue({ eggs: 2, milk: 1 }))
    await withCart({ backend: second, result: refusal('unavailable', 'Busy.'), widgetState }, async (cart) => {
      await cart.page.getByRole('button', { name: 'Retry' }).click()
      await expect.poll(() => cart.shown()).toEqual({ eggs: 2, milk: 2 })
      await expect.poll(() => second.snapshot().value['lines']).toEqual({ eggs: 2, milk: 2 })
    })
    release()
  })

  it('S1.E.8 keeps a refused edit on the screen until somebody decides', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      const { page, backend } = cart
      backend.answerWith('sync_cart', () => refusal('invalid_request', 'unknown field'))
      await page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await page.getByText('The shop did not take the last changes. They are still here.').waitFor()
      await status(page, 'Couldn’t save')
      expect(await page.locator('body').innerText()).not.toMatch(BLAME)
      expect(await cart.shown()).toEqual({ eggs: 2, milk: 2 })
      backend.answerWith('sync_cart', null)
      await page.getByRole('button', { name: 'Try again' }).click()
      await status(page, 'Saved')
      expect(backend.snapshot().value['lines']).toEqual({ eggs: 2, milk: 2 })
    }))

  it('drops a refused edit only when asked to', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      cart.backend.answerWith('sync_cart', () => refusal('invalid_request', 'unknown field'))
      await cart.page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await cart.page.getByRole('button', { name: 'Drop unsaved changes' }).click()
      await expect.poll(() => cart.shown()).toEqual({ eggs: 2, milk: 1 })
    }))
})

describe('what is announced', () => {
  it('S1.F.3 M6 Saving, Not saved yet, Saved: each when it is true, in a polite live region', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      const { page, backend } = cart
      const release = backend.hold('sync_cart')
      await page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await status(page, 'Saving…')
      await status(page, 'Not saved yet, retrying')
      expect(await page.getByRole('status').getByText('Saved', { exact: true }).count()).toBe(0)
      release()
      await status(page, 'Saved')
      expect(backend.snapshot().value['lines']).toEqual({ eggs: 2, milk: 2 })
    }))

  it('S1.F.3 names what changed, and says nothing when nothing did', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      const { page, backend } = cart
      await page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await status(page, 'Whole milk: 2.')
      await status(page, 'Saved')
      await page.evaluate(() => {
        const said: string[] = []
        Object.assign(window, { said })
        const watch = new MutationObserver((records) => said.push(...records.map(({ target }) => target.textContent ?? '')))
        for (const region of document.querySelectorAll('[role="status"]'))
          watch.observe(region, { childList: true, characterData: true, subtree: true })
      })
      const polls = backend.callsOf('cart_changes').length
      await expect.poll(() => backend.callsOf('cart_changes').length, { timeout: 10_000 }).toBeGreaterThan(polls + 1)
      expect(await page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual([])
    }))

  it('tells what ChatGPT removed', () =>
    withCart({ backend: eggsAndMilk() }, async (cart) => {
      cart.backend.edit('model', () => cartValue({ milk: 1 }))
      await cart.page.getByRole('button', { name: 'One more of Whole milk' }).click()
      await status(cart.page, 'ChatGPT removed Free-range eggs.')
      await cart.page.getByRole('button', { name: 'OK, dismiss the news' }).click()
      await expect.poll(() => cart.page.locator('.notices').count()).toBe(0)
    }))
})
