import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axeCore from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cartResult, cartValue } from './shop-fixture.ts'
import { refusal, stubBackend } from './stub-backend.ts'
import { openCart, type OpenCartOptions, type OpenedCart } from './stub-host.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

const full = () => stubBackend(cartValue({ eggs: 2, milk: 1, pasta: 12, 'text~Jam%20of%20the%20farm': 1, bread: 4 }, { eggs: 'large ones, please' }))

async function withCart(options: OpenCartOptions, run: (cart: OpenedCart) => Promise<void>): Promise<void> {
  const cart = await openCart(browser, options)
  await cart.page.locator('.cart').waitFor()
  try {
    await run(cart)
  } finally {
    await cart.close()
  }
}

/** Every state the view can be in, and the way there. */
const STATES: Array<[string, () => OpenCartOptions, ((page: Page, cart: OpenedCart) => Promise<unknown>)?]> = [
  ['full', () => ({ backend: full() })],
  ['empty', () => ({})],
  ['loading', () => ({ result: null })],
  ['error', () => ({ result: refusal('unavailable', 'The shop is busy.') })],
  ['asking to check out', () => ({ backend: full() }), (page) => page.getByRole('button', { name: 'Check out' }).click()],
  [
    'refused and corrected',
    () => ({ backend: full() }),
    async (page, { backend }) => {
      backend.answerWith('sync_cart', () => refusal('invalid_request', 'no'))
      await page.getByRole('textbox', { name: 'Quantity of Whole milk' }).fill('x')
      await page.keyboard.press('Enter')
      await page.getByRole('textbox', { name: 'Quantity of Sourdough bread' }).fill('9')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'One more of Free-range eggs' }).click()
      await page.getByRole('button', { name: 'Drop unsaved changes' }).waitFor()
    },
  ],
  [
    'news of all kinds',
    () => {
      const backend = full()
      backend.today.prices.set('milk', 149)
      backend.today.stock.set('eggs', 1)
      backend.today.stock.set('bread', 0)
      return { backend }
    },
    async (page, { backend }) => {
      const release = backend.hold('sync_cart')
      await page.getByRole('button', { name: /^Remove Whole-wheat/ }).click()
      await expect.poll(() => backend.callsOf('sync_cart').length).toBe(1)
      backend.edit('model', (value) => ({ ...value, lines: { ...value['lines'], tomatoes: 2, pasta: 14 } }))
      release()
      await page.getByRole('button', { name: /^Remove: ChatGPT added 2 × Whole-wheat/ }).waitFor()
      await page.getByRole('button', { name: 'Undo: ChatGPT added 2 × Vine tomatoes.' }).waitFor()
    },
  ],
  [
    'ordered',
    () => ({ backend: full() }),
    async (page) => {
      await page.getByRole('button', { name: 'Check out' }).click()
      await page.getByRole('button', { name: 'Place the order' }).click()
      await page.getByRole('heading', { name: 'Order placed' }).waitFor()
    },
  ],
]

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor)
}

describe('theme', () => {
  it('M10 follows the host, and follows it live', () =>
    withCart({ backend: full(), theme: 'dark' }, async ({ page, setGlobals }) => {
      expect(await background(page)).toBe('rgb(30, 30, 30)')
      await setGlobals({ theme: 'light' })
      await expect.poll(() => background(page)).toBe('rgb(255, 255, 255)')
    }))

  it('M10 takes the host’s own variables before its own', () =>
    withCart({ backend: full() }, async ({ page }) => {
      await page.evaluate(() => document.documentElement.style.setProperty('--color-background-primary', 'rgb(1, 2, 3)'))
      expect(await background(page)).toBe('rgb(1, 2, 3)')
    }))

  it('writes prices as the host’s locale does', () =>
    withCart({ backend: full(), locale: 'de-DE' }, async ({ page }) => {
      expect((await page.locator('.sum dd').innerText()).replace(/\s/g, ' ')).toBe('50,87 $')
    }))
})

describe('motion', () => {
  it.each([
    [true, []],
    [false, ['background-color', 'border-color', 'opacity']],
  ])('M12 S1.G.1 moves nothing; with reduced motion = %s only this may change softly: %j', (reducedMotion, allowed) =>
    withCart({ backend: full(), reducedMotion }, async ({ page }) => {
      await page.evaluate(() => {
        const animated = new Set<string>()
        Object.assign(window, { animated })
        const look = () => {
          for (const animation of document.getAnimations()) {
            const frames = (animation.effect as KeyframeEffect | null)?.getKeyframes() ?? []
            for (const frame of frames)
              for (const name of Object.keys(frame)) animated.add(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
          }
          requestAnimationFrame(look)
        }
        look()
      })
      await page.getByRole('button', { name: 'Add Ground coffee' }).click()
      await page.getByRole('button', { name: 'Remove Whole milk' }).click()
      await page.getByRole('button', { name: 'Clear cart' }).hover()
      await page.getByRole('button', { name: 'Clear cart' }).click()
      await page.getByRole('button', { name: 'Clear the cart' }).click()
      await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor()
      const animated = await page.evaluate(() => [...(window as unknown as { animated: Set<string> }).animated])
      const moved = animated.filter((name) => !['offset', 'computed-offset', 'easing', 'composite'].includes(name))
      expect(moved.filter((name) => !allowed.some((one) => name === one || (one === 'border-color' && /^border-.*-color$/.test(name))))).toEqual([])
    }),
  )
})

describe.each(STATES)('%s', (_name, options, arrive) => {
  it.each(['light', 'dark'] as const)('S1.F.1 UX-17 has no finding of axe in %s', (theme) =>
    withCart({ ...options(), theme, reducedMotion: true }, async (cart) => {
      await arrive?.(cart.page, cart)
      await cart.page.addScriptTag({ content: AXE })
      const findings = await cart.page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof axeCore }
        // a view is a part of a page: landmarks and the first heading are the host's
        const { violations } = await axe.run(document, {
          rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false }, 'landmark-one-main': { enabled: false } },
        })
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
      })
      expect(findings).toEqual([])
    }),
  )

  it.each([320, 375, 768])('S1.A.3 S1.A.4 M13 at %i px: nothing overflows or scrolls inside, at most two primary actions, names differ', (width) =>
    withCart({ ...options(), width, hasTouch: width < 700 }, async (cart) => {
      await arrive?.(cart.page, cart)
      const found = await cart.page.evaluate(inspect)
      expect(found.overflowPx).toBe(0)
      expect(found.scrollers).toEqual([])
      expect(found.primary).toBeLessThanOrEqual(2)
      expect(found.names.filter((name, index) => found.names.indexOf(name) !== index)).toEqual([])
      expect(found.names).not.toContain('')
      expect(found.images.every((alt) => alt === '')).toBe(true)
      if (width < 700) expect(found.smallTargets).toEqual([])
    }),
  )

  it('reflows with text at 200 %', () =>
    withCart({ ...options(), width: 375, textPercent: 200 }, async (cart) => {
      await arrive?.(cart.page, cart)
      expect((await cart.page.evaluate(inspect)).overflowPx).toBe(0)
    }))
})

describe('the card', () => {
  it('M13 uses the system’s font and no picture, gradient or font from elsewhere', () =>
    withCart({ backend: full() }, async ({ page }) => {
      const used = await page.evaluate(() => ({
        family: getComputedStyle(document.body).fontFamily,
        fonts: document.fonts.size,
        images: [...document.querySelectorAll('*')].map((element) => getComputedStyle(element).backgroundImage).filter((image) => image !== 'none'),
        loaded: performance
          .getEntriesByType('resource')
          .map(({ name }) => name)
          .filter((name) => !name.startsWith('data:') && !name.endsWith('/favicon.ico')),
      }))
      expect(used).toEqual({ family: expect.stringMatching(/^system-ui/), fonts: 0, images: [], loaded: [] })
    }))

  it('S1.A.3 reports its height, within a pixel, after each change', () =>
    withCart({ backend: full() }, async (cart) => {
      const { page } = cart
      const offBy = async () => {
        const heightPx = await page.evaluate(() => document.documentElement.getBoundingClientRect().height)
        return Math.abs(((await cart.log()).heights.at(-1) ?? 0) - heightPx)
      }
      await expect.poll(offBy).toBeLessThanOrEqual(1)
      await page.getByRole('button', { name: 'Add Ground coffee' }).click()
      await expect.poll(offBy).toBeLessThanOrEqual(1)
      await page.getByRole('button', { name: 'Remove Whole-wheat' }).click()
      await expect.poll(offBy).toBeLessThanOrEqual(1)
      await page.evaluate(() => void (document.body.style.paddingBlockEnd = '3px'))
      await expect.poll(offBy).toBeLessThanOrEqual(1)
    }))

  it('says so where a line has no price, and leaves it out of the sum', () =>
    withCart({ backend: stubBackend(cartValue({ milk: 2, 'text~Jam': 1 })) }, async ({ page }) => {
      await page.locator('[data-line="text~Jam"]').getByText('No price yet').waitFor()
      await page.getByText('Taxes and delivery are worked out at checkout. One line has no price yet and is not in it.').waitFor()
      expect(await page.locator('.sum dd').innerText()).toBe('$2.58')
    }))

  it('shows names and notes as text, whatever is in them', () => {
    const result = cartResult(stubBackend(cartValue({ eggs: 1 }, { eggs: '<img src=x onerror=alert(1)>' })).snapshot())
    return withCart({ result }, async ({ page }) => {
      await page.getByText('<img src=x onerror=alert(1)>').waitFor()
      expect(await page.locator('img:not([src^="data:"])').count()).toBe(0)
    })
  })
})

/** Runs in the page. */
function inspect() {
  const all = [...document.querySelectorAll<HTMLElement>('body *')]
  const controls = [...document.querySelectorAll<HTMLElement>('button, input')].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }),
  )
  const isScroller = (element: HTMLElement) =>
    /auto|scroll/.test(getComputedStyle(element).overflowY + getComputedStyle(element).overflowX) &&
    (element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth)
  return {
    overflowPx: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
    scrollers: all.filter(isScroller).map((element) => element.outerHTML.slice(0, 80)),
    primary: document.querySelectorAll('[data-action="primary"]').length,
    names: controls.map((element) => element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''),
    images: [...document.querySelectorAll('img')].map((image) => image.getAttribute('alt')),
    smallTargets: controls
      .filter((element) => element.offsetHeight < 44 || element.offsetWidth < 44)
      .map((element) => `${element.getAttribute('aria-label') ?? element.textContent} ${element.offsetWidth}x${element.offsetHeight}`),
  }
}
