import { describe, expect, it } from 'vitest'
import type { Golden } from '@lockstep/contract/golden'
import type { ModelContext, ModelMessage, ToolForModel } from './model.ts'
import { rankTools } from './rank-tools.ts'
import { createScriptedModel } from './scripted-model.ts'

const tool = (name: string, title: string, description: string, properties: Record<string, unknown> = {}): ToolForModel => ({
  app: 'shop',
  name,
  title,
  description,
  inputSchema: { type: 'object', properties },
  outputSchema: null,
  annotations: {},
})

const tools = [
  tool('get_cart', 'Show cart', 'Use this when the user wants to see what is in the cart.', { cartId: { type: 'string' } }),
  tool('add_to_cart', 'Add to cart', 'Use this to add groceries to the cart.', { items: { type: 'array' }, cartId: { type: 'string' } }),
  tool('book_table', 'Book a table', 'Reserves a table in a restaurant.', { people: { type: 'integer', description: 'How many guests' } }),
]

const golden: Golden = {
  version: 1,
  starters: [],
  prompts: [
    {
      id: 'show',
      kind: 'direct',
      patterns: ["what's in my cart", 'what is in [my|the] cart'],
      examples: [],
      call: { tool: 'get_cart', arguments: { cartId: { $seen: 'cartId' } } },
    },
    {
      id: 'add',
      kind: 'direct',
      patterns: ['add {items:lines}', 'add {items:lines} to [my] cart'],
      examples: [],
      call: { tool: 'add_to_cart', arguments: { items: '{items}', cartId: { $seen: 'cartId' }, note: 'asked for {items}' } },
    },
    { id: 'recipe', kind: 'negative', patterns: ['add {what} to the calendar', 'what is a cart'], examples: [] },
    { id: 'gone', kind: 'direct', patterns: ['do the impossible'], examples: [], call: { tool: 'not_there', arguments: {} } },
  ],
}

const model = createScriptedModel([{ app: 'shop', golden }])

function respond(messages: ModelMessage[], offered = tools): ReturnType<typeof model.respond> {
  const context: ModelContext = { instructions: '', tools: offered, messages }
  return model.respond(context, new AbortController().signal)
}

const user = (text: string): ModelMessage => ({ role: 'user', text, by: 'person' })
const result = (outcome: 'ok' | 'error' | 'failed' | 'declined', text: string | null, structuredContent?: Record<string, unknown>): ModelMessage => ({
  role: 'tool-result',
  callId: 'c',
  app: 'shop',
  tool: 'get_cart',
  outcome,
  content: text === null ? [] : [{ type: 'text', text }],
  ...(structuredContent === undefined ? {} : { structuredContent }),
})

describe('the scripted model', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['What’s in my cart?', 'get_cart', {}],
    ['what is in the cart', 'get_cart', {}],
  ])('calls the tool of the golden prompt for %j', async (sentence, name, args) => {
    expect(await respond([user(sentence)])).toEqual({ kind: 'call', app: 'shop', tool: name, arguments: args })
  })

  it('puts slots in with their type, and as text inside text', async () => {
    const items = [{ name: 'eggs', quantity: 2 }]
    expect(await respond([user('add two eggs to my cart')])).toMatchObject({
      tool: 'add_to_cart',
      arguments: { items, note: `asked for ${JSON.stringify(items)}` },
    })
  })

  it('takes the newest value it has seen, from results and from views alike', async () => {
    const seen: ModelMessage[] = [
      result('ok', 'x', { cart: { cartId: 'cart_old' } }),
      { role: 'widget-state', app: 'shop', view: 'Cart', modelContent: { cartId: 'cart_new' } },
    ]
    expect(await respond([...seen, user('add eggs')])).toMatchObject({ arguments: { cartId: 'cart_new' } })
    expect(await respond([...seen.toReversed(), user('add eggs')])).toMatchObject({ arguments: { cartId: 'cart_old' } })
  })

  it.each(['what is a cart', 'add milk to the calendar'])('calls nothing for the negative prompt %j', async (sentence) => {
    expect(await respond([user(sentence)])).toMatchObject({ kind: 'say' })
  })

  it('says so when the golden tool is not offered', async () => {
    expect(await respond([user('do the impossible')])).toMatchObject({ kind: 'say', text: expect.stringContaining('not_there') })
  })

  it('S2.M.1 chooses another tool by its metadata alone, and asks for the arguments', async () => {
    expect(await respond([user('I would like to reserve tables for my guests')])).toMatchObject({
      kind: 'propose',
      tool: 'book_table',
      reason: expect.stringContaining('Book a table'),
    })
    expect(await respond([user('show me the carts')])).toMatchObject({ kind: 'propose', tool: 'get_cart' })
    const renamed = [tool('a', 'A', 'Reserves flights.'), tool('b', 'B', 'Plays music.')]
    expect(await respond([user('play some music')], renamed)).toMatchObject({ kind: 'propose', tool: 'b' })
  })

  it('proposes ids it has seen', async () => {
    const messages = [result('ok', 'x', { cartId: 'cart_1' }), user('show me the carts')]
    expect(await respond(messages)).toMatchObject({ arguments: { cartId: 'cart_1' } })
  })

  it('says that it cannot when no tool shares a word with the sentence', async () => {
    expect(await respond([user('qwertz')])).toMatchObject({ kind: 'say', text: expect.stringContaining('Show cart') })
    expect(await respond([user('qwertz')], [])).toMatchObject({ kind: 'say', text: expect.stringContaining('No app') })
  })

  it.each<[ModelMessage, string]>([
    [result('ok', 'Cart has 2 eggs.', { total: 2 }), 'Cart has 2 eggs.'],
    [result('ok', null, { total: 2 }), '{\n  "total": 2\n}'],
    [result('ok', null), 'Done; the tool had nothing to tell.'],
    [result('error', 'No such product.'), 'The tool says: No such product.'],
    [result('failed', 'nothing listens there'), 'The call did not work: nothing listens there'],
    [result('declined', 'x'), 'All right, I left it as it is.'],
  ])('answers from the content first, then from structuredContent: %#', async (message, text) => {
    expect(await respond([user('what is in my cart'), message])).toEqual({ kind: 'say', text })
  })

  it('is deterministic and says what it is', async () => {
    const [first, second] = await Promise.all([respond([user('add eggs')]), respond([user('add eggs')])])
    expect(first).toEqual(second)
    expect(model.info.label).toMatch(/script/i)
  })
})

describe('rankTools', () => {
  it('finds plurals, other forms and words of parameters', () => {
    expect(rankTools('adding groceries', tools)[0]?.tool.name).toBe('add_to_cart')
    expect(rankTools('many guests', tools)[0]?.tool.name).toBe('book_table')
    expect(rankTools('writing', [tool('write', 'Write', '')])[0]?.tool.name).toBe('write')
  })

  it('ranks nothing for words that every sentence has', () => {
    expect(rankTools('what is it for you', tools)).toEqual([])
  })
})
