import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cartValue, manyLines } from './shop-fixture.ts'
import { stubBackend } from './stub-backend.ts'
import { openCart, type OpenedCart } from './stub-host.ts'

const LINES = 200
/** A row's unit price names the row in this fixture: line n costs 100 + n cents. */
const PRICES = new Set(Array.from({ length: LINES }, (_, index) => 101 + index))

let browser: Browser
let cart: OpenedCart
beforeAll(async () => {
  browser = await launchChromium()
  cart = await openCart(browser, { backend: stubBackend(cartValue(manyLines(LINES))), before: countFormatting })
  await cart.page.locator(`[data-line="item-${LINES}"]`).waitFor()
})
afterAll(async () => {
  await cart.close()
  await browser.close()
})

/** Runs in the page: each row formats its unit price when it is drawn, so the formatted numbers tell which rows were. */
function countFormatting(): void {
  const formatted: number[] = []
  const { get } = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format') ?? {}
  Object.assign(window, { formatted })
  Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
    get(this: Intl.NumberFormat) {
      const format: (value: number) => string = get?.call(this)
      return (value: number) => (formatted.push(Math.round(value * 100)), format(value))
    },
  })
}

async function rowsDrawnBy(act: () => Promise<void>): Promise<number> {
  await cart.page.evaluate(() => void ((window as unknown as { formatted: number[] }).formatted.length = 0))
  await act()
  const formatted = await cart.page.evaluate(() => (window as unknown as { formatted: number[] }).formatted)
  return new Set(formatted.filter((cents) => PRICES.has(cents))).size
}

describe('200 lines', () => {
  it('draws every line', async () => {
    expect(Object.keys(await cart.shown())).toHaveLength(LINES)
  })

  it('draws again at most two rows for one edit, its answer included, and none for a keystroke', async () => {
    const field = cart.page.getByRole('textbox', { name: 'Quantity of Item number 100', exact: true })
    await field.focus()
    expect(await rowsDrawnBy(() => cart.page.keyboard.type('7'))).toBe(0)
    const drawn = await rowsDrawnBy(async () => {
      await cart.page.keyboard.press('Enter')
      await cart.page.getByRole('status').getByText('Saved', { exact: true }).waitFor()
    })
    expect(drawn).toBeGreaterThan(0)
    expect(drawn).toBeLessThanOrEqual(2)
    const polls = cart.backend.callsOf('cart_changes').length
    expect(
      await rowsDrawnBy(async () => {
        await expect.poll(() => cart.backend.callsOf('cart_changes').length, { timeout: 10_000 }).toBeGreaterThan(polls)
      }),
    ).toBe(0)
  })

  it('paints a keystroke, and a step, within 50 ms', async () => {
    const medianMs = await cart.page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>('[data-line="item-150"] input')
      const more = document.querySelector<HTMLElement>('[data-line="item-150"] [data-focus-control="more"]')
      if (input === null || more === null) throw new Error('expected line 150 on the page')
      // a task posted from the next frame runs after that frame was painted
      const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      const costs = { keystroke: [] as number[], step: [] as number[] }
      for (let round = 0; round < 11; round += 1) {
        input.focus()
        await painted()
        let start = performance.now()
        input.value = String(round + 10)
        input.dispatchEvent(new InputEvent('input', { bubbles: true }))
        await painted()
        costs.keystroke.push(performance.now() - start)
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
        await painted()
        start = performance.now()
        more.click()
        await painted()
        costs.step.push(performance.now() - start)
      }
      const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Infinity
      return { keystroke: median(costs.keystroke), step: median(costs.step) }
    })
    expect(medianMs.keystroke).toBeLessThanOrEqual(50)
    expect(medianMs.step).toBeLessThanOrEqual(50)
  })
})
