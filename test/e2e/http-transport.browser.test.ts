import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { openChat, shownLines, startLocalChatGpt, type LocalChatGpt } from '../support/local-chatgpt.ts'
import { clickAtRest } from '../support/stand-still.ts'

let local: LocalChatGpt
let browser: Browser
beforeAll(async () => {
  ;[local, browser] = await Promise.all([startLocalChatGpt({ CART_TRANSPORT: 'http' }), launchChromium()])
})
afterAll(async () => {
  await browser.close()
  await local.close()
})

const EGGS = 'Free-range eggs, 6'
const MILK = 'Whole milk, 1 l'

test('S0.14 S0.15 S0.16 S0.22 M25 on the road of the seed the widget posts the whole list to /sync_cart, and only when a person edits', async () => {
  const chat = await openChat(browser, local)
  const posts: Request[] = []
  chat.page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/sync_cart')) posts.push(request)
  })
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await expect.poll(() => shownLines(view)).toEqual({ [EGGS]: 2, [MILK]: 1 })
  await chat.say('What is in my cart?')
  await chat.answer('2 × Free-range eggs')
  expect(posts).toHaveLength(0)

  await clickAtRest(view.getByRole('button', { name: `One more of ${EGGS}` }))
  const cartId = await chat.cartId()
  await expect.poll(() => chat.server(cartId)).toEqual({ [EGGS]: 3, [MILK]: 1 })
  expect(posts).toHaveLength(1)
  const [post] = posts
  expect(post?.url()).toBe(`${local.cart().url}/sync_cart`)
  expect(post?.headers()['content-type']).toContain('application/json')
  const body = post?.postDataJSON() as { cartId: string; items: Array<{ quantity: number }> }
  expect(body).toMatchObject({ cartId, items: [{ quantity: 3 }, { quantity: 1 }], v: 2 })
  await expect.poll(() => view.getByRole('status').allInnerTexts()).toContain('Saved')
}, 60_000)
