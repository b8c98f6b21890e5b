import type { Frame } from 'playwright-core'
import { expect } from 'vitest'
import { faultyRoad, type Fate } from '../support/faulty-road.ts'
import { shownLines, type Chat } from '../support/local-chatgpt.ts'
import { seededRandom } from '../support/seeded-random.ts'

export const EGGS = 'Free-range eggs, 6'
export const MILK = 'Whole milk, 1 l'
/** Of one product, at most, in the shop. */
const STOCK = 12
/** Milliseconds: a view that got no answer tries again within ten seconds, and then in steps that grow. */
export const SETTLED = { timeout: 45_000 }
/** Milliseconds that `clickThroughTrouble` may take. */
export const TROUBLE_MS = 120_000

/** A cart with two eggs and a milk, and its view. */
export async function withCart(chat: Chat): Promise<Frame> {
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await expect.poll(() => shownLines(view)).toEqual({ [EGGS]: 2, [MILK]: 1 })
  return view
}
/** The button itself, wherever it stands: these tests count clicks, and a page in which news come and go moves under a pointer. */
export const press = (view: Frame, name: string) => view.getByRole('button', { name }).dispatchEvent('click')
export const less = (view: Frame, name: string) => press(view, `One less of ${name}`)
export const more = (view: Frame, name: string) => press(view, `One more of ${name}`)
export const isSaved = (view: Frame) => expect.poll(() => view.getByRole('status').allInnerTexts(), SETTLED).toContain('Saved')

/** 24 clicks over a road on which saves come late, twice, or not at all; in the end widget and server have each click once. */
export async function clickThroughTrouble(chat: Chat, seed: number): Promise<void> {
  const random = seededRandom(seed)
  const view = await withCart(chat)
  const fates: Fate[] = ['passes', 'passes', 'passes', 'request lost', 'answer lost', 'doubled']
  const road = await faultyRoad(chat.page, () => ({ fate: fates[Math.floor(random() * fates.length)] ?? 'passes', delayMs: random() * 800 }))
  const expected: Record<string, number> = { [EGGS]: 2, [MILK]: 1 }
  for (let click = 0; click < 24; click += 1) {
    const name = random() < 0.5 ? EGGS : MILK
    const before = expected[name] ?? 0
    // away from the shop's limits, so that the truth is plain arithmetic
    const step = before <= 1 || (before < STOCK && random() < 0.6) ? 1 : -1
    await (step > 0 ? more(view, name) : less(view, name))
    expected[name] = before + step
    await chat.page.waitForTimeout(random() * 250)
  }
  await isSaved(view)
  expect({ seed, saves: road.saves() > 1, server: await chat.server(await chat.cartId()) }).toEqual({ seed, saves: true, server: expected })
  expect(await shownLines(view)).toEqual(expected)
}
