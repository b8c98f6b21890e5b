import { expect, test } from 'vitest'
import { faultyRoad } from '../support/faulty-road.ts'
import { shownLines } from '../support/local-chatgpt.ts'
import { localChats } from '../support/local-chats.ts'
import { clickThroughTrouble, EGGS, isSaved, less, MILK, more, press, SETTLED, TROUBLE_MS, withCart } from './trouble.ts'

const chats = localChats()

const AVOCADO = 'Avocado, single'

test(
  'S0.27 M4 R1 R2 R3 R4 saves that are late, lost, doubled and answered to nobody leave widget and server equal, each click counted once',
  async () => clickThroughTrouble(await chats.fresh(), 1),
  TROUBLE_MS,
)

test('R5 R6 M5 M8 two views of one cart and the model change it together: nothing is lost, and all three have the same', async () => {
  const chat = await chats.fresh()
  const first = await withCart(chat)
  await chat.say('Show me my cart')
  const second = await chat.view()
  await expect.poll(() => shownLines(second)).toEqual({ [EGGS]: 2, [MILK]: 1 })
  // a save of the first is still on its way while the other two act
  const road = await faultyRoad(chat.page, () => ({ fate: 'passes', delayMs: 0 }))
  road.hold()
  await more(first, EGGS)
  await more(first, EGGS)
  await press(second, `Remove ${MILK}`)
  await expect.poll(() => road.saves()).toBeGreaterThanOrEqual(2)
  await chat.say('I need two avocados')
  await chat.answer(`2 × ${AVOCADO}`)
  road.release()
  const expected = { [EGGS]: 4, [AVOCADO]: 2 }
  const cartId = await chat.cartId()
  await expect.poll(() => chat.server(cartId), SETTLED).toEqual(expected)
  for (const [index, view] of [first, second].entries()) {
    // a view that is out of sight sleeps; looked at again, it has the news within a poll
    await chat.page.locator('iframe').nth(index).scrollIntoViewIfNeeded()
    await expect.poll(() => shownLines(view), SETTLED).toEqual(expected)
    await isSaved(view)
  }
  await chat.say('What is in my cart?')
  await chat.answer(`4 × ${EGGS}; 2 × ${AVOCADO}`)
}, 120_000)

test('R14 the network is cut and comes back: every click is kept, said to be unsaved, and sent in at most two messages', async () => {
  const chat = await chats.fresh()
  const view = await withCart(chat)
  let answered = 0
  chat.page.on('response', (response) => (answered += response.request().postData()?.includes('"sync_cart"') === true ? 1 : 0))
  await chat.page.context().setOffline(true)
  for (let click = 0; click < 10; click += 1) await more(view, EGGS)
  for (let click = 0; click < 10; click += 1) await less(view, EGGS)
  for (let click = 0; click < 9; click += 1) await more(view, MILK)
  await expect.poll(async () => (await view.getByRole('status').allInnerTexts()).join(' '), SETTLED).toMatch(/not saved yet/i)
  expect(await shownLines(view)).toEqual({ [EGGS]: 2, [MILK]: 10 })
  expect(answered).toBe(0)
  await chat.page.context().setOffline(false)
  await isSaved(view)
  expect(await chat.server(await chat.cartId())).toEqual({ [EGGS]: 2, [MILK]: 10 })
  expect(answered).toBeLessThanOrEqual(2)
}, 120_000)

test('R7 the tab dies with a save on its way: opened again, the view has the clicks, and each counts once', async () => {
  const chat = await chats.fresh()
  const view = await withCart(chat)
  const cartId = await chat.cartId()
  const road = await faultyRoad(chat.page, () => ({ fate: 'answer lost', delayMs: 0 }))
  await more(view, EGGS)
  await expect.poll(() => road.saves()).toBe(1)
  road.hold()
  await more(view, MILK)
  // written ahead: the host has both before the tab is gone
  await expect.poll(() => JSON.stringify(chats.local().host.core.getState().instances)).toContain('"from":1,"to":2')
  const session = await chat.page.context().newCDPSession(chat.page)
  const crashed = chat.page.waitForEvent('crash')
  session.send('Page.crash').catch(() => undefined)
  await crashed
  const again = await chats.open()
  const restored = await again.view()
  const expected = { [EGGS]: 3, [MILK]: 2 }
  await expect.poll(() => shownLines(restored), SETTLED).toEqual(expected)
  await expect.poll(() => again.server(cartId), SETTLED).toEqual(expected)
}, 120_000)

test('R9 S0.26 the server is killed with a save on its way: back again it has the click once', async () => {
  const chat = await chats.fresh()
  const view = await withCart(chat)
  const cartId = await chat.cartId()
  const road = await faultyRoad(chat.page, () => ({ fate: 'passes', delayMs: 0 }))
  road.hold()
  await more(view, EGGS)
  await expect.poll(() => road.saves()).toBe(1)
  road.release()
  await chats.local().cart().kill()
  await more(view, EGGS)
  await chats.local().restart('kill')
  await isSaved(view)
  expect(await chat.server(cartId)).toEqual({ [EGGS]: 4, [MILK]: 1 })
}, 120_000)
