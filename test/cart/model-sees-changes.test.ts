import { memory } from '@lockstep/server/memory'
import type { DocumentStore } from '@lockstep/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linesOf, startCart, type CartClient, type TestCart, type ToolAnswer } from '../support/start-cart.ts'

let commits = 0
let cart: TestCart
let sessions = 0
beforeAll(async () => {
  cart = await startCart({ store: counting(memory()) })
})
afterAll(() => cart.close())

function counting(store: DocumentStore): DocumentStore {
  const commit: DocumentStore['commit'] = (want, decide) => {
    commits += 1
    return store.commit(want, decide)
  }
  return { load: store.load, commit, sweep: store.sweep, close: store.close }
}

const words = (answer: ToolAnswer) => answer.content[0]?.text ?? ''
const revisionOf = (answer: ToolAnswer) => Number(answer.structuredContent?.['revision'])
const changesOf = (answer: ToolAnswer) => answer.structuredContent?.['changesSinceBase'] as Array<Record<string, unknown>> | undefined

interface Shared {
  model: CartClient['call']
  view: CartClient['call']
  cartId: string
  /** Revision of the model's first answer: two eggs, one milk. */
  revision: number
  eggs: string
  milk: string
  /** The person changes the cart in the widget, which tells nobody but the server. */
  person: (lines: Record<string, number>, notes?: Record<string, string>, base?: number) => Promise<ToolAnswer>
}

/** A cart with two eggs and one milk that a model made and a person has before them. */
async function shared(): Promise<Shared> {
  const session = `sees-${(sessions += 1)}`
  const { call: model } = await cart.connect(session)
  const made = await model('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }, { name: 'milk' }] })
  const { cartId, revision, items } = made.structuredContent as { cartId: string; revision: number; items: Array<{ id: string }> }
  const { call: view } = await cart.connect(session, { 'openai/widgetSessionId': 'w1' })
  let seq = 0
  const person: Shared['person'] = async (lines, notes = {}, base) => {
    const read = await fetch(`${cart.url}/carts/${cartId}`)
    const now = (await read.json()) as { epoch: string; revision: number }
    seq += 1
    return view('sync_cart', {
      cartId,
      epoch: now.epoch,
      baseRevision: base ?? now.revision,
      items: Object.entries(lines).map(([id, quantity]) => ({ id, quantity, ...(notes[id] === undefined ? {} : { note: notes[id] }) })),
      v: 1,
      mutationId: `${session}-${seq}`,
      clientId: 'w1',
      seq,
    })
  }
  return { model, view, cartId, revision, eggs: items[0]?.id ?? '', milk: items[1]?.id ?? '', person }
}

describe('the person and the model at one cart', () => {
  test('M5 the model adds tomatoes, the person adds an egg in a widget that has not heard of it: both are kept', async () => {
    const { model, revision, eggs, milk, person } = await shared()
    await model('add_to_cart', { items: [{ name: 'vine tomatoes' }], baseRevision: revision })
    const saved = await person({ [eggs]: 3, [milk]: 1 }, {}, revision)
    expect(saved.structuredContent).toMatchObject({ status: 'merged' })
    expect(Object.values(linesOf(await model('get_cart')))).toEqual([3, 1, 1])
  })

  test('M8 the person removes the milk, then the model adds bread: the milk stays gone, and the model is told', async () => {
    const { model, revision, eggs, milk, person } = await shared()
    await person({ [eggs]: 2 })
    const added = await model('add_to_cart', { items: [{ name: 'sourdough bread' }], baseRevision: revision })
    expect(Object.values(linesOf(added))).toEqual([2, 1])
    expect(changesOf(added)).toEqual([{ revision: revision + 1, by: 'user', field: 'lines', id: milk, from: 1, to: null }])
    expect(words(added)).toMatch(new RegExp(`Since revision ${revision}: the user removed Whole milk`))
  })
})

describe('R22 whatever was pushed to the model or not, its next answer', () => {
  const CALLS: Array<[string, (revision: number) => Record<string, unknown>]> = [
    ['get_cart', () => ({})],
    ['add_to_cart', () => ({ items: [{ name: 'bananas' }] })],
    ['set_quantity', () => ({ name: 'milk', quantity: 4 })],
    ['remove_from_cart', () => ({ items: [{ name: 'milk' }] })],
    ['clear_cart', () => ({})],
    ['checkout', (revision) => ({ revision })],
  ]
  test.each(CALLS)(
    'of %s tells revision, lines and what the person did, to a model that says what it saw and to one that does not',
    async (tool, args) => {
      for (const saysBase of [true, false]) {
        const { model, cartId, revision, eggs, milk, person } = await shared()
        await person({ [eggs]: 5, [milk]: 1 })
        const current = revision + 1
        // what is refused on an old sight is asked for without one
        const base = saysBase && tool !== 'clear_cart' && tool !== 'checkout' ? { baseRevision: revision } : {}
        const answer = await model(tool, { ...args(current), ...base })
        expect(answer.isError, words(answer)).not.toBe(true)
        const stored = (await (await fetch(`${cart.url}/carts/${cartId}`)).json()) as {
          revision: number
          items: Array<{ id: string; name: string; quantity: number }>
        }
        expect(answer.structuredContent).toMatchObject({ cartId, revision: stored.revision, since: revision })
        expect(answer.structuredContent?.['items']).toMatchObject(stored.items.map(({ id, quantity }) => ({ id, quantity })))
        expect(changesOf(answer)).toEqual([{ revision: current, by: 'user', field: 'lines', id: eggs, from: 2, to: 5 }])
        expect(words(answer)).toContain(`Since revision ${revision}: the user set Free-range eggs, 6 from 2 to 5.`)
        expect(words(answer)).toContain(`This is revision ${stored.revision}.`)
        for (const { quantity, name } of stored.items) expect(words(answer)).toContain(`${quantity} × ${name}`)
      }
    },
  )
})

describe('what the model last saw', () => {
  test('is what its last change was answered with; a read writes nothing, so it tells the same again rather than too little', async () => {
    const { model, eggs, milk, person } = await shared()
    await person({ [eggs]: 2, [milk]: 2 })
    const before = commits
    const first = await model('get_cart')
    const second = await model('get_cart')
    expect(commits).toBe(before)
    expect(changesOf(first)).toMatchObject([{ id: milk, from: 1, to: 2 }])
    expect(changesOf(second)).toEqual(changesOf(first))
    const changed = await model('add_to_cart', { items: [{ name: 'bananas' }] })
    expect(changesOf(changed)).toEqual(changesOf(first))
    expect(changesOf(await model('get_cart'))).toEqual([])
  })

  test('is what it says it saw, where it says so', async () => {
    const { model, revision, eggs, milk, person } = await shared()
    await person({ [eggs]: 2, [milk]: 2 })
    await person({ [eggs]: 3, [milk]: 2 })
    expect(changesOf(await model('get_cart', { baseRevision: revision + 1 }))).toMatchObject([{ id: eggs, from: 2, to: 3 }])
    expect(changesOf(await model('get_cart', { baseRevision: revision + 2 }))).toEqual([])
    expect(words(await model('get_cart', { baseRevision: revision + 2 }))).not.toContain('Since')
  })

  test('is not what an answer said that may never have arrived: the same call again is told the same changes again', async () => {
    const { model, eggs, milk, person } = await shared()
    await model('set_quantity', { name: 'milk', quantity: 1 })
    await person({ [eggs]: 4, [milk]: 1 })
    const lost = await model('add_to_cart', { items: [{ name: 'bananas' }] })
    const retried = await model('add_to_cart', { items: [{ name: 'bananas' }] })
    expect(changesOf(lost)).toMatchObject([{ by: 'user', id: eggs, to: 4 }])
    expect(changesOf(retried)).toMatchObject([{ by: 'user', id: eggs, to: 4 }, { by: 'model' }])
  })

  test('is kept for each conversation and each cart, and the widget’s own reads and writes do not count as the model’s', async () => {
    const { model, cartId, revision, eggs, milk, person } = await shared()
    await person({ [eggs]: 9, [milk]: 1 })
    const other = await cart.connect(`other-${(sessions += 1)}`)
    const answer = await other.call('add_to_cart', { cartId, items: [{ name: 'bananas' }] })
    expect(answer.structuredContent).not.toHaveProperty('since')
    expect(changesOf(await other.call('get_cart', { cartId }))).toEqual([])
    expect((await model('get_cart', { cartId })).structuredContent).toMatchObject({
      since: revision,
      changesSinceBase: [
        { by: 'user', from: 2, to: 9 },
        { by: 'model', from: null, to: 1 },
      ],
    })
  })

  test('is not forgotten over another cart that the conversation turned to in between', async () => {
    const { model, cartId, revision, eggs, milk, person } = await shared()
    const other = await cart.connect(`other-${(sessions += 1)}`)
    const second = (await other.call('add_to_cart', { items: [{ name: 'bananas' }] })).structuredContent as { cartId: string }
    await model('add_to_cart', { cartId: second.cartId, items: [{ name: 'milk' }] })
    await person({ [eggs]: 2, [milk]: 6 })
    expect((await model('get_cart', { cartId })).structuredContent).toMatchObject({ since: revision, changesSinceBase: [{ id: milk, to: 6 }] })
  })

  test('is told once per line where somebody changed it several times, and not where they took it back', async () => {
    const { model, eggs, milk, person } = await shared()
    for (const quantity of [3, 4, 5]) await person({ [eggs]: quantity, [milk]: 1 })
    await person({ [eggs]: 5, [milk]: 2 })
    await person({ [eggs]: 5, [milk]: 1 })
    expect(changesOf(await model('get_cart'))).toMatchObject([{ by: 'user', id: eggs, from: 2, to: 5 }])
  })

  test('covers notes, and an order placed in the widget', async () => {
    const { model, view, cartId, eggs, milk, person } = await shared()
    await person({ [eggs]: 2, [milk]: 1 }, { [milk]: 'the cold one' })
    expect(words(await model('get_cart'))).toContain('the user changed the note on Whole milk, 1 l to “the cold one”.')
    const { revision } = (await model('get_cart')).structuredContent as { revision: number }
    await view('checkout', { cartId, revision })
    expect(words(await model('get_cart'))).toContain('an order took 2 × Free-range eggs, 6; an order took 1 × Whole milk, 1 l')
  })

  test('says so when there was more than it lists', async () => {
    const { model, revision, eggs } = await shared()
    const { SKUS } = await import('../../apps/cart/server/catalogue/index.ts')
    const { cartId } = (await model('get_cart')).structuredContent as { cartId: string }
    const items = SKUS.filter((sku) => sku.stock > 0).slice(0, 40)
    await cart.post({ cartId, items: items.map(({ id }) => ({ id })) })
    for (const answer of [
      await model('get_cart', { baseRevision: revision }),
      await model('add_to_cart', { items: [{ id: eggs }], baseRevision: revision }),
    ]) {
      expect(answer.structuredContent).toMatchObject({ moreChanges: true })
      expect(changesOf(answer)?.length).toBeLessThanOrEqual(10)
      expect(words(answer)).toContain('earlier changes that are not listed')
    }
  })
})

describe('a decision that is too old', () => {
  const refusedWith = (code: string) => ({ isError: true, _meta: { 'lockstep/error': { code } } })

  test('R21 set_quantity is refused when that line changed since, by whoever, and the error says what the cart is like now', async () => {
    const { model, cartId, revision, eggs, milk, person } = await shared()
    await person({ [eggs]: 5, [milk]: 1 })
    const refused = await model('set_quantity', { name: 'eggs', quantity: 3, baseRevision: revision })
    expect(refused).toMatchObject(refusedWith('revision_mismatch'))
    expect(refused).toMatchObject({ _meta: { 'lockstep/error': { current: { cartId, revision: revision + 1 } } } })
    expect(words(refused)).toBe(
      `Since revision ${revision}: the user set Free-range eggs, 6 from 2 to 5. Nothing was set: decide again. The cart has 5 × Free-range eggs, 6; 1 × Whole milk, 1 l. That is 6 items, subtotal $18.24. Taxes and delivery are worked out at checkout. This is revision ${revision + 1}.`,
    )
    const other = await cart.connect(`other-${(sessions += 1)}`)
    await other.call('set_quantity', { cartId, name: 'milk', quantity: 7 })
    expect(await model('set_quantity', { name: 'milk', quantity: 2, baseRevision: revision + 1 })).toMatchObject(refusedWith('revision_mismatch'))
    expect(Object.values(linesOf(await model('get_cart')))).toEqual([5, 7])
  })

  test('R21 set_quantity is applied when only other lines changed, and tells of them', async () => {
    const { model, revision, eggs, milk, person } = await shared()
    await person({ [eggs]: 5, [milk]: 1 })
    const applied = await model('set_quantity', { name: 'milk', quantity: 3, baseRevision: revision })
    expect(Object.values(linesOf(applied))).toEqual([5, 3])
    expect(changesOf(applied)).toMatchObject([{ by: 'user', id: eggs, from: 2, to: 5 }])
  })

  test('R21 set_quantity without a revision is applied, and tells what the person had done to the line', async () => {
    const { model, eggs, milk, person } = await shared()
    await person({ [eggs]: 5, [milk]: 1 })
    const applied = await model('set_quantity', { name: 'eggs', quantity: 3 })
    expect(Object.values(linesOf(applied))).toEqual([3, 1])
    expect(words(applied)).toContain('the user set Free-range eggs, 6 from 2 to 5')
  })

  test('R21 set_quantity is refused when too much happened since to know', async () => {
    const { model, revision, eggs, milk, person } = await shared()
    for (let turn = 1; turn <= 25; turn += 1) await person({ [eggs]: 2, [milk]: 1 + (turn % 3) })
    expect(await model('set_quantity', { name: 'eggs', quantity: 3, baseRevision: revision })).toMatchObject(refusedWith('revision_mismatch'))
  })

  test('R21 clear_cart is refused on any change, with the cart as it is; adding and removing are applied and tell', async () => {
    const { model, revision, eggs, milk, person } = await shared()
    await person({ [eggs]: 5, [milk]: 1 })
    const refused = await model('clear_cart', { baseRevision: revision })
    expect(refused).toMatchObject(refusedWith('revision_mismatch'))
    expect(words(refused)).toContain('5 × Free-range eggs, 6; 1 × Whole milk, 1 l')
    expect(words(refused)).toContain(`This is revision ${revision + 1}.`)
    expect(linesOf(await model('add_to_cart', { items: [{ name: 'eggs' }], baseRevision: revision }))).toMatchObject({ 'Free-range eggs, 6': 6 })
    const removed = await model('remove_from_cart', { items: [{ name: 'milk' }], baseRevision: revision })
    expect(Object.keys(linesOf(removed))).toEqual(['Free-range eggs, 6'])
    expect(changesOf(removed)).toMatchObject([
      { by: 'user', id: eggs, to: 5 },
      { by: 'model', id: eggs, from: 5, to: 6 },
    ])
  })

  test.each([
    ['set_quantity', { name: 'bananas', quantity: 2 }, 'not_in_cart'],
    ['remove_from_cart', { items: [{ name: 'bananas' }] }, 'not_in_cart'],
    ['add_to_cart', { items: [{ name: 'flux capacitor' }] }, 'unknown_product'],
    ['checkout', { revision: 99 }, 'revision_mismatch'],
  ])('R21 %s of what is not there says what is', async (tool, args, code) => {
    const { model, revision } = await shared()
    const refused = await model(tool, args)
    expect(refused).toMatchObject(refusedWith(code))
    expect(words(refused)).toContain('The cart has 2 × Free-range eggs, 6; 1 × Whole milk, 1 l.')
    expect(words(refused)).toContain(`This is revision ${revision}.`)
    expect(revisionOf(await model('get_cart'))).toBe(revision)
  })
})
