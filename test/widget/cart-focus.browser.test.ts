import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cartResult, cartValue } from './shop-fixture.ts'
import { stubBackend } from './stub-backend.ts'
import { openCart, type OpenedCart } from './stub-host.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

async function withCart(lines: Record<string, number>, run: (cart: OpenedCart) => Promise<void>): Promise<void> {
  const cart = await openCart(browser, { backend: stubBackend(cartValue(lines)) })
  try {
    await run(cart)
  } finally {
    await cart.close()
  }
}

/** The name of what has the focus, as a screen reader says it; '' for the page itself. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return ''
    return element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
  })
}

describe('focus', () => {
  it('M11 goes to the same control of the next row, then of the row before, then to the empty heading', () =>
    withCart({ eggs: 1, milk: 1, bread: 1 }, async ({ page }) => {
      await page.getByRole('button', { name: 'Remove Whole milk' }).focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => focused(page)).toBe('Remove Sourdough bread')
      await page.keyboard.press('Enter')
      await expect.poll(() => focused(page)).toBe('Remove Free-range eggs')
      await page.keyboard.press('Space')
      await expect.poll(() => focused(page)).toBe('Your cart is empty')
    }))

  it('M11 follows the stepper and the typed quantity the same way', () =>
    withCart({ eggs: 1, milk: 1, bread: 1 }, async ({ page }) => {
      await page.getByRole('button', { name: 'One less of Free-range eggs' }).focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => focused(page)).toBe('One less of Whole milk')
      await page.getByRole('textbox', { name: 'Quantity of Whole milk' }).fill('0')
      await page.keyboard.press('Enter')
      await expect.poll(() => focused(page)).toBe('Quantity of Sourdough bread')
    }))

  it('S1.F.2 stays where it is over answers of the server, results of the host and undo', () =>
    withCart({ eggs: 1, milk: 1 }, async (cart) => {
      const { page, backend } = cart
      await page.getByRole('button', { name: 'One more of Whole milk' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('status').getByText('Saved', { exact: true }).waitFor()
      expect(await focused(page)).toBe('One more of Whole milk')
      backend.edit('model', (value) => ({ ...value, lines: { bread: 1, ...value['lines'] } }))
      await cart.bring(cartResult(backend.snapshot()))
      await expect.poll(() => cart.shown()).toEqual({ bread: 1, eggs: 1, milk: 2 })
      expect(await focused(page)).toBe('One more of Whole milk')
      await page.getByRole('button', { name: 'Undo', exact: true }).focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => cart.shown()).toEqual({ bread: 1, eggs: 1, milk: 1 })
      expect(await focused(page)).toBe('Undo')
    }))

  it('S1.F.2 is in the cart after each answer to a question', () =>
    withCart({ eggs: 1 }, async ({ page }) => {
      await page.getByRole('button', { name: 'Clear cart' }).focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => focused(page)).toBe('Keep it')
      await page.keyboard.press('Escape')
      await expect.poll(() => focused(page)).toBe('Clear cart')
      await page.keyboard.press('Enter')
      await expect.poll(() => focused(page)).toBe('Keep it')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await expect.poll(() => focused(page)).toBe('Your cart is empty')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Remove Salted butter' }).waitFor()
      await expect.poll(() => focused(page)).not.toBe('')
    }))

  it('S1.F.1 walks every control by Tab in the order it is read, and back by Shift+Tab', () =>
    withCart({ eggs: 1, milk: 1 }, async ({ page }) => {
      const names = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, input')]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }))
          .map((element) => element.getAttribute('aria-label') ?? element.textContent ?? ''),
      )
      const walked: string[] = []
      for (const _ of names) {
        await page.keyboard.press('Tab')
        walked.push(await focused(page))
      }
      expect(walked).toEqual(names)
      await page.keyboard.press('Shift+Tab')
      expect(await focused(page)).toBe(names.at(-2))
    }))
})
