import type { FaultId } from '@lockstep/host'
import type { Frame } from 'playwright-core'
import { expect, test } from 'vitest'
import { EGGS, isSaved, MILK, more, SETTLED, withCart } from '../e2e/trouble.ts'
import { shownLines, type Chat } from '../support/local-chatgpt.ts'
import { localChats } from '../support/local-chats.ts'

const chats = localChats()
const core = () => chats.local().host.core
const save = { by: 'view', tool: 'sync_cart' } as const
const clicked = { [EGGS]: 5, [MILK]: 1 }
const strikes = (): FaultId[] =>
  core()
    .getState()
    .trace.flatMap(({ name, detail }) => (name === 'fault.strikes' ? [detail['fault'] as FaultId] : []))

/** Three clicks on "+" of two eggs. */
async function click(view: Frame): Promise<void> {
  for (let times = 0; times < 3; times += 1) await more(view, EGGS)
}

async function hasEachClickOnce(chat: Chat, view: Frame): Promise<void> {
  const cartId = await chat.cartId()
  await expect.poll(() => chat.server(cartId), SETTLED).toEqual(clicked)
  await expect.poll(() => shownLines(view), SETTLED).toEqual(clicked)
}

test.each([
  ['deliver-twice', save],
  ['late-duplicate', { ...save, ms: 1_500 }],
  ['lose-reply', save],
  ['lose-reply-and-retry', save],
  ['delay', { ...save, ms: 1_200, times: 2 }],
  ['tool-error', save],
  ['protocol-error', save],
  ['slow-network', { ms: 300 }],
  ['restart-server', save],
  ['reference-churn', {}],
] as const)('S0.27 H14 H27 three clicks under %s leave three more eggs, in the widget and on the server', async (id, choice) => {
  const chat = await chats.fresh()
  core().faults.clear()
  const view = await withCart(chat)
  core().faults.set(id, choice)
  await click(view)
  await expect.poll(strikes, SETTLED).toContain(id)
  await isSaved(view)
  await hasEachClickOnce(chat, view)
  // a straggler may still be on its way
  await chat.page.waitForTimeout(id === 'late-duplicate' ? 2_500 : 500)
  core().faults.clear()
  await hasEachClickOnce(chat, view)
  await chat.say('What is in my cart?')
  await chat.answer(`5 × ${EGGS}`)
})

test('H14 a server out of reach: the clicks are kept, said to be unsaved, and sent when it is back', async () => {
  const chat = await chats.fresh()
  core().faults.clear()
  const view = await withCart(chat)
  core().faults.set('offline', {})
  await click(view)
  await expect.poll(async () => (await view.getByRole('status').allInnerTexts()).join(' '), SETTLED).toMatch(/not saved yet/i)
  expect(await shownLines(view)).toEqual(clicked)
  core().faults.clear()
  await isSaved(view)
  await hasEachClickOnce(chat, view)
})

test('H14 a view that is thrown away with a call under way: the next one brings each click home once', async () => {
  const chat = await chats.fresh()
  core().faults.clear()
  const view = await withCart(chat)
  core().faults.set('remount', save)
  await click(view)
  await expect.poll(() => core().getState().instances.at(-1)?.frameKey, SETTLED).toBe(2)
  await hasEachClickOnce(chat, await chat.view())
})

test('H14 every view twice: clicks in both count, and both show all of them', async () => {
  const chat = await chats.fresh()
  core().faults.clear()
  core().faults.set('second-instance', { times: 1 })
  await chat.say('I need two eggs and milk')
  const copy = await chat.view()
  const original = await firstView(chat)
  await expect.poll(() => shownLines(original), SETTLED).toEqual({ [EGGS]: 2, [MILK]: 1 })
  await Promise.all([more(original, EGGS), more(copy, EGGS)])
  await more(original, EGGS)
  const cartId = await chat.cartId()
  await expect.poll(() => chat.server(cartId), SETTLED).toEqual(clicked)
  for (const [index, view] of [original, copy].entries()) {
    await chat.page.locator('iframe').nth(index).scrollIntoViewIfNeeded()
    await expect.poll(() => shownLines(view), SETTLED).toEqual(clicked)
  }
})

test('H8 H12 X28 data that arrive late and a new run after a typed message: nothing that was clicked is lost', async () => {
  const chat = await chats.fresh()
  core().faults.clear()
  core().faults.set('late-hydration', { ms: 800 })
  const view = await withCart(chat)
  await click(view)
  await isSaved(view)
  core().faults.set('fresh-instance', {})
  await chat.say('What is in my cart?')
  await chat.answer(`5 × ${EGGS}`)
  const [first] = core().getState().instances
  await expect.poll(() => core().getState().instances[0]?.phase).toBe('closed')
  const fresh = core()
    .getState()
    .instances.find(({ id, entryId }) => id !== first?.id && entryId === first?.entryId)
  expect(fresh).toMatchObject({ toolName: first?.toolName, copyOf: null })
  // a view that is out of sight sleeps
  await chat.page.locator('iframe').first().scrollIntoViewIfNeeded()
  await expect.poll(async () => shownLines(await firstView(chat)), SETTLED).toEqual(clicked)
  await hasEachClickOnce(chat, await firstView(chat))
})

test('H8 an input that arrives in pieces: the widget waits for the whole, and each click counts once', async () => {
  const chat = await chats.fresh()
  core().faults.clear()
  core().faults.set('partial-input', { ms: 150 })
  const view = await withCart(chat)
  await click(view)
  await isSaved(view)
  expect(strikes()).toContain('partial-input')
  await hasEachClickOnce(chat, view)
})

test('S2.F.1 S2.F.2 S2.F.3 S2.F.4 S2.F.5 S2.F.6 one prompt and one click, each step in its order', async () => {
  const chat = await chats.fresh()
  core().faults.clear()
  const view = await withCart(chat)
  await chat.answer('cart')
  const steps = (): string[] =>
    core()
      .getState()
      .trace.flatMap(({ name, detail }) => (STEPS.has(name) ? [typeof detail['by'] === 'string' ? `${name} by ${detail['by']}` : name] : []))
  const prompted = steps().slice(0, 6)
  expect(prompted.filter((step) => step !== 'view.mount')).toEqual([
    'model.read',
    'model.select_tool',
    'mcp.call by model',
    'mcp.result by model',
    'model.read',
  ])
  // A call that takes long has its view before its result.
  expect(prompted.indexOf('view.mount')).toBeGreaterThan(prompted.indexOf('mcp.call by model'))
  const before = steps().length
  await more(view, EGGS)
  await isSaved(view)
  const cycle = steps().slice(before)
  const call = cycle.indexOf('mcp.call by view')
  expect(call).toBeGreaterThanOrEqual(0)
  expect(cycle.indexOf('mcp.result by view')).toBeGreaterThan(call)
  await chat.say('What is in my cart?')
  await chat.answer(`3 × ${EGGS}`)
  expect(steps().at(-1)).toBe('model.read')
})

const STEPS = new Set(['model.read', 'model.select_tool', 'mcp.call', 'mcp.result', 'view.mount'])

async function firstView(chat: Chat): Promise<Frame> {
  const outer = await (await chat.page.locator('iframe').first().elementHandle())?.contentFrame()
  const inner = await (await outer?.waitForSelector('iframe'))?.contentFrame()
  if (!inner) throw new Error('Expected a view in two frames, found none.')
  return inner
}
