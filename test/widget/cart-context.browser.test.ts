import type { ToolResult } from '@lockstep/react'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { linesOf, startCart, type TestCart } from '../support/start-cart.ts'
import { stubBackend } from './stub-backend.ts'
import { openCart } from './stub-host.ts'

let browser: Browser
let cart: TestCart
beforeAll(async () => {
  ;[browser, cart] = await Promise.all([launchChromium(), startCart()])
})
afterAll(async () => {
  await browser.close()
  await cart.close()
})

/** What becomes of what the view tells its host for the model. Runs in the page. */
const HOSTS = {
  'never delivers': () => {
    window.openai.setWidgetState = () => {
      throw new Error('not taken')
    }
  },
  'delivers late': () => {
    const deliver = window.openai.setWidgetState
    window.openai.setWidgetState = (state) => void setTimeout(() => deliver(state), 5_000)
  },
  'delivers twice': () => {
    const deliver = window.openai.setWidgetState
    window.openai.setWidgetState = (state) => {
      deliver(state)
      deliver(state)
    }
  },
}

declare global {
  interface Window {
    openai: { setWidgetState: (state: unknown) => void }
  }
}

it.each(Object.entries(HOSTS))('R22 a host that %s what the view says for the model: the next tool result is right', async (name, spoil) => {
  const { call: model } = await cart.connect(name)
  const view = await cart.connect(name, { 'openai/widgetSessionId': 'w1' })
  const made = await model('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }, { name: 'milk' }] })
  const backend = { ...stubBackend(), call: async (tool: string, args: Record<string, unknown>) => (await view.call(tool, args)) as ToolResult }
  const { page, close } = await openCart(browser, { backend, result: made })
  await page.evaluate(spoil)
  await page.getByRole('button', { name: 'One more of Free-range eggs, 6' }).click()
  await page.getByRole('button', { name: 'Remove Whole milk, 1 l' }).click()
  await page.getByRole('status').getByText('Saved', { exact: true }).waitFor()
  const next = await model('get_cart')
  expect(linesOf(next)).toEqual({ 'Free-range eggs, 6': 3 })
  expect(next.structuredContent?.['changesSinceBase']).toMatchObject([
    { by: 'user', field: 'lines', from: 2, to: 3 },
    { by: 'user', field: 'lines', from: 1, to: null },
  ])
  expect(next.content[0]?.text).toContain('the user set Free-range eggs, 6 from 2 to 3; the user removed Whole milk, 1 l.')
  await close()
})
