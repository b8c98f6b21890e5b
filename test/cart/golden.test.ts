import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { goldenSchema } from '@lockstep/contract/golden'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compilePattern } from '../../packages/host/src/model/golden-pattern.ts'
import { startCart, type TestCart } from '../support/start-cart.ts'

const golden = goldenSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'apps', 'cart', 'golden.json'), 'utf8')))
let cart: TestCart
beforeAll(async () => {
  cart = await startCart()
})
afterAll(() => cart.close())

/** The prompt that says the most of a sentence, as the model chooses. */
function chosen(sentence: string) {
  const matches = golden.prompts.flatMap((prompt) =>
    prompt.patterns.flatMap((pattern) => {
      const match = compilePattern(pattern)(sentence)
      return match === null ? [] : [{ prompt, ...match }]
    }),
  )
  return matches.sort((a, b) => b.literalWords - a.literalWords)[0]
}

test('every golden prompt of the cart is met by its own examples, and calls a tool there is', async () => {
  const { client } = await cart.connect()
  const tools = (await client.listTools()).tools.map((tool) => tool.name)
  for (const prompt of golden.prompts) {
    if (prompt.call !== undefined) expect(tools).toContain(prompt.call.tool)
    for (const example of prompt.examples) expect([example, chosen(example)?.prompt.id]).toEqual([example, prompt.id])
  }
  for (const starter of golden.starters) expect(chosen(starter)).toBeDefined()
})

test.each([
  [
    'I need two eggs and milk',
    [
      { name: 'eggs', quantity: 2 },
      { name: 'milk', quantity: 1 },
    ],
  ],
  [
    'Please put 3 bananas and a loaf of bread in the basket',
    [
      { name: 'bananas', quantity: 3 },
      { name: 'bread', quantity: 1 },
    ],
  ],
])('"%s" becomes lines that the shop understands', async (sentence, lines) => {
  expect(chosen(sentence)?.slots['items']).toEqual(lines)
  const { call } = await cart.connect(sentence)
  const answer = await call('add_to_cart', { items: lines })
  expect(answer.structuredContent?.['outcomes']).toMatchObject(lines.map(() => ({ result: 'added' })))
})
