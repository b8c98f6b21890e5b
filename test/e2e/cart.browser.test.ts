import { expect, test } from 'vitest'
import { shownLines } from '../support/local-chatgpt.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { localChats } from '../support/local-chats.ts'
import { clickAtRest } from '../support/stand-still.ts'

const chats = localChats()

const EGGS = 'Free-range eggs, 6'
const MILK = 'Whole milk, 1 l'
const AVOCADO = 'Avocado, single'

test('S0.1 S0.2 S0.4 S0.24 S0.25 M23 the five steps of the seed: ask, the widget appears, click +, the server has it, the next answer has it', async () => {
  const chat = await chats.fresh()
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await expect.poll(() => shownLines(view)).toEqual({ [EGGS]: 2, [MILK]: 1 })

  await clickAtRest(view.getByRole('button', { name: `One more of ${EGGS}` }))
  expect((await shownLines(view))[EGGS]).toBe(3)
  const cartId = await chat.cartId()
  await expect.poll(() => chat.server(cartId)).toEqual({ [EGGS]: 3, [MILK]: 1 })
  await expect.poll(() => view.getByRole('status').allInnerTexts()).toContain('Saved')

  const [instance] = chats.local().host.core.getState().instances
  expect(JSON.stringify(instance)).toContain(cartId)

  await chat.say('What is in my cart?')
  await chat.answer(`3 × ${EGGS}; 1 × ${MILK}`)

  await clickAtRest(view.getByRole('button', { name: /^Add / }).first())
  await expect.poll(async () => Object.keys(await chat.server(cartId)).length).toBe(3)
}, 60_000)

test('M3 S0.17 S0.18 the person starts the cart in the widget, then the model adds to it: one cart, the same for both', async () => {
  const chat = await chats.fresh()
  await chat.say('Show me my cart')
  const view = await chat.view()
  await clickAtRest(view.getByRole('button', { name: /^(Start with|Add) / }).first())
  await expect.poll(() => view.getByRole('status').allInnerTexts()).toContain('Saved')
  const own = await shownLines(view)
  expect(Object.values(own)).toEqual([1])
  await chat.say('I need two avocados')
  await chat.answer(`2 × ${AVOCADO}`)
  expect(await chat.server(await chat.cartId())).toEqual({ ...own, [AVOCADO]: 2 })
  // the first view has scrolled away and sleeps; looked at again, it has the news
  await chat.page.locator('iframe').first().scrollIntoViewIfNeeded()
  await expect.poll(() => shownLines(view)).toEqual({ ...own, [AVOCADO]: 2 })
}, 60_000)

test('the model changes the cart, and the widget that is already there follows', async () => {
  const chat = await chats.fresh()
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await expect.poll(() => shownLines(view)).toEqual({ [EGGS]: 2, [MILK]: 1 })
  await chat.say('Remove the milk')
  await chat.page.getByRole('button', { name: 'Approve' }).click()
  await chat.page.locator('iframe').first().scrollIntoViewIfNeeded()
  await expect.poll(() => shownLines(view), { timeout: 10_000 }).toEqual({ [EGGS]: 2 })
}, 60_000)

test.each([1, 2, 3])(
  'S0.3 seed %i: 50 random clicks settle with widget, server and widget state equal',
  async (seed) => {
    const random = seededRandom(seed)
    const chat = await chats.fresh()
    await chat.say('I need two eggs and milk')
    const view = await chat.view()
    await expect.poll(() => shownLines(view)).toEqual({ [EGGS]: 2, [MILK]: 1 })
    for (let click = 0; click < 50; click += 1) {
      const buttons = view.getByRole('button', { name: /^(One more of|One less of|Add|Remove) / })
      const count = await buttons.count()
      await buttons.nth(Math.floor(random() * count)).click({ force: true })
    }
    await expect.poll(() => view.getByRole('status').allInnerTexts(), { timeout: 10_000 }).toContain('Saved')
    const cartId = await chat.cartId()
    const shown = await shownLines(view)
    expect({ seed, lines: await chat.server(cartId) }).toEqual({ seed, lines: shown })
    const [instance] = chats.local().host.core.getState().instances
    const state = JSON.stringify(instance)
    for (const name of Object.keys(shown)) expect(state).toContain(name)
  },
  90_000,
)

test('S0.26 the cart server is killed and restarted between two clicks: nothing that was shown as saved is lost', async () => {
  const chat = await chats.fresh()
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await clickAtRest(view.getByRole('button', { name: `One more of ${EGGS}` }))
  await expect.poll(() => view.getByRole('status').allInnerTexts()).toContain('Saved')
  await chats.local().restart('kill')
  const cartId = await chat.cartId()
  expect(await chat.server(cartId)).toEqual({ [EGGS]: 3, [MILK]: 1 })
  await clickAtRest(view.getByRole('button', { name: `One more of ${EGGS}` }))
  await expect.poll(() => chat.server(cartId), { timeout: 15_000 }).toEqual({ [EGGS]: 4, [MILK]: 1 })
  await expect.poll(() => view.getByRole('status').allInnerTexts(), { timeout: 15_000 }).toContain('Saved')
}, 60_000)

test('a click while the server is down is kept, said to be unsaved, and saved when it is back', async () => {
  const chat = await chats.fresh()
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await expect.poll(() => shownLines(view)).toEqual({ [EGGS]: 2, [MILK]: 1 })
  const cartId = await chat.cartId()
  await chats.local().cart().kill()
  await clickAtRest(view.getByRole('button', { name: `One more of ${EGGS}` }))
  await expect.poll(async () => (await view.getByRole('status').allInnerTexts()).join(' '), { timeout: 15_000 }).toMatch(/not saved yet/i)
  await chats.local().restart('stop')
  await expect.poll(() => chat.server(cartId), { timeout: 40_000 }).toEqual({ [EGGS]: 3, [MILK]: 1 })
  await expect.poll(() => view.getByRole('status').allInnerTexts(), { timeout: 15_000 }).toContain('Saved')
}, 90_000)

test('S1.B.3 a reload of the page keeps the conversation, the view and what it had', async () => {
  const chat = await chats.fresh()
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await clickAtRest(view.getByRole('button', { name: `One more of ${EGGS}` }))
  await expect.poll(() => view.getByRole('status').allInnerTexts()).toContain('Saved')
  await chat.page.reload()
  await chat.page.getByText('I need two eggs and milk', { exact: true }).waitFor()
  const again = await chat.view()
  await expect.poll(() => shownLines(again)).toEqual({ [EGGS]: 3, [MILK]: 1 })
}, 60_000)

test('M9 checking out in the widget asks, places the order, opens its page and closes the widget', async () => {
  const chat = await chats.fresh()
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await clickAtRest(view.getByRole('button', { name: 'Check out' }))
  const place = view.getByRole('button', { name: /^Place the order/ })
  await place.waitFor()
  const [order] = await Promise.all([chat.page.context().waitForEvent('page'), clickAtRest(place)])
  await order.getByRole('heading', { name: 'Order placed' }).waitFor()
  expect(await order.content()).toContain(EGGS)
  await expect.poll(() => chat.page.locator('iframe').count()).toBe(0)
  await chat.say('What is in my cart?')
  await chat.answer('The cart is empty.')
}, 60_000)

test('S1.D.3 emptying the cart by the model waits for approval: declining changes nothing, approving empties', async () => {
  const chat = await chats.fresh()
  await chat.say('I need two eggs and milk')
  await chat.view()
  const cartId = await chat.cartId()
  await chat.say('Empty my cart')
  await chat.page.getByRole('button', { name: 'Decline' }).click()
  expect(Object.keys(await chat.server(cartId))).toHaveLength(2)
  await chat.say('Empty my cart')
  await chat.page.getByRole('button', { name: 'Approve' }).last().click()
  await expect.poll(() => chat.server(cartId)).toEqual({})
}, 60_000)
