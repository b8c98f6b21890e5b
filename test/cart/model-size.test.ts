import { STRUCTURED_CONTENT_WARN_TOKENS } from '@lockstep/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCart, type TestCart, type ToolAnswer } from '../support/start-cart.ts'

/** Characters of an answer that a model reads, whatever is in the cart. */
const ANSWER_MAX_CHARS = 16_000
/** Bytes of JSON that make one token, as measured 2026-11-21. */
const BYTES_PER_TOKEN = 3

let cart: TestCart
beforeAll(async () => {
  cart = await startCart()
})
afterAll(() => cart.close())

function sizeOf({ content, structuredContent }: ToolAnswer) {
  const chars = JSON.stringify(structuredContent ?? {}).length + (content[0]?.text.length ?? 0)
  const bytes = Buffer.byteLength(JSON.stringify(structuredContent ?? {})) + Buffer.byteLength(content[0]?.text ?? '')
  return { chars, tokens: bytes / BYTES_PER_TOKEN }
}

/** A cart filled to its limit, and what each tool says of it. */
async function answersAbout(session: string, items: readonly unknown[], item: Record<string, unknown>): Promise<ToolAnswer[]> {
  const cartId = `c_${session}`
  await cart.post({ cartId, items })
  const { call } = await cart.connect(session)
  return [
    await call('get_cart', { cartId, baseRevision: 0 }),
    await call('add_to_cart', { items: [{ name: 'eggs' }, { name: 'pasta' }, { name: 'flux capacitor' }], baseRevision: 0 }),
    await call('set_quantity', { ...item, quantity: 7 }),
    await call('remove_from_cart', { items: [item], baseRevision: 0 }),
    await call('checkout', { cartId, revision: 0 }),
    await call('clear_cart', { baseRevision: 0 }),
    await call('clear_cart', {}),
  ]
}

test('S1.H.2 with 250 lines, each with a note as long as it may be, every answer stays within 4,000 tokens', async () => {
  const { SKUS } = await import('../../apps/cart/server/catalogue/index.ts')
  const skus = SKUS.filter((sku) => sku.stock > 0).slice(0, 250)
  const items = skus.map(({ id }, index) => ({ id, quantity: 1, note: `${index} ${'ripe ones, please; '.repeat(20)}`.slice(0, 200) }))
  for (const answer of await answersAbout('noted', items, { id: skus[3]?.id })) {
    expect(sizeOf(answer).chars).toBeLessThan(ANSWER_MAX_CHARS)
    expect(sizeOf(answer).tokens).toBeLessThan(STRUCTURED_CONTENT_WARN_TOKENS)
  }
})

test('S1.H.2 with 250 lines of long names in a script of three bytes a letter too', async () => {
  const items = Array.from({ length: 250 }, (_, index) => ({ name: `${index} ${'青森県産のりんご'.repeat(10)}`.slice(0, 80) }))
  const [first] = items
  const answers = await answersAbout('kanji', items, { name: first?.name })
  for (const answer of answers) {
    expect(sizeOf(answer).chars).toBeLessThan(ANSWER_MAX_CHARS)
    expect(sizeOf(answer).tokens).toBeLessThan(STRUCTURED_CONTENT_WARN_TOKENS)
  }
  const shown = answers[0]?.structuredContent as { items: unknown[]; moreLines: number; totals: { lines: number } }
  expect(shown.items.length + shown.moreLines).toBe(shown.totals.lines)
})

test('S1.H.2 one call of 250 lines tells first what needs an answer, and counts the rest', async () => {
  const { SKUS } = await import('../../apps/cart/server/catalogue/index.ts')
  const { call } = await cart.connect('outcomes')
  const known = SKUS.filter((sku) => sku.stock > 0).slice(0, 245)
  const answer = await call('add_to_cart', { items: [...known.map(({ id }) => ({ id })), { name: 'pasta' }, { name: 'flux capacitor' }] })
  const { outcomes, moreOutcomes } = answer.structuredContent as { outcomes: Array<{ asked: string }>; moreOutcomes: number }
  expect(outcomes.map(({ asked }) => asked)).toEqual(expect.arrayContaining(['pasta', 'flux capacitor']))
  expect(outcomes.length + moreOutcomes).toBe(247)
  expect(answer.content[0]?.text).toContain(`And ${moreOutcomes} more that are not listed.`)
  expect(sizeOf(answer).tokens).toBeLessThan(STRUCTURED_CONTENT_WARN_TOKENS)
})
