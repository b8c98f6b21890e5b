import { describe, expect, it } from 'vitest'
import { readCartResult } from './cart-data.ts'
import { addListedProducts, mergeCatalogue, productOf } from './catalogue.ts'
import { freeTextId } from '../shared/free-text-line.ts'

const document = {
  document: 'cart',
  documentId: 'c_1',
  epoch: 'e1',
  revision: 3,
  value: { lines: { eggs: 2, broken: -1, odd: 1.5 }, notes: { eggs: 'large', none: '' } },
  products: {
    eggs: { name: 'Eggs', unit: 'box', price: 349, was: 299, cap: 12, family: 'eggs' },
    gone: { name: 'Gone', unit: '', price: 'free', cap: 0 },
  },
  pictures: { eggs: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' },
  suggestions: ['milk', 7],
  currency: 'EUR',
}
const read = (meta: unknown, structuredContent: Record<string, unknown> = {}) =>
  readCartResult({ content: [], structuredContent, _meta: { 'lockstep/document': meta } })

describe('readCartResult', () => {
  it('S2.F.5 reads the document from _meta, leaving out what is no line', () => {
    const { cartId, snapshot, suggestions, catalogue } = read(document)
    expect(cartId).toBe('c_1')
    expect(snapshot).toEqual({ documentId: 'c_1', epoch: 'e1', revision: 3, value: { lines: { eggs: 2 }, notes: { eggs: 'large' } }, changes: [] })
    expect(suggestions).toEqual(['milk'])
    expect(productOf(catalogue, 'eggs')).toEqual({ name: 'Eggs', unit: 'box', price: 349, was: 299, cap: 12, family: 'eggs' })
    expect(productOf(catalogue, 'gone')).toMatchObject({ price: null, cap: 0, family: null })
  })
  it('S2.F.5 reads the plain shape from structuredContent when there is no document', () => {
    const items = [{ id: 'eggs', name: 'Eggs', quantity: 2, unitPrice: 349 }, { name: 'Jam' }]
    const { cartId, snapshot, catalogue } = readCartResult({
      content: [],
      structuredContent: { cartId: 'c_1', revision: 4, items, totals: { currency: 'USD' } },
    })
    expect(cartId).toBe('c_1')
    expect(snapshot?.value['lines']).toEqual({ eggs: 2, [freeTextId('Jam')]: 1 })
    expect(productOf(catalogue, 'eggs')).toMatchObject({ name: 'Eggs', price: 349 })
    expect(productOf(catalogue, freeTextId('Jam'))).toMatchObject({ name: 'Jam', price: null })
  })
  it('X31 takes a token where one came', () => {
    expect(read(document).token).toBeNull()
    expect(read({ ...document, transport: 'http', token: 't1' }).token).toBe('t1')
  })
  it('X30 S0.14 takes the transport and the backend from the document, with defaults', () => {
    expect(read(document)).toMatchObject({ transport: 'tool', backendUrl: 'http://localhost:8000' })
    expect(read({ ...document, transport: 'http', backendUrl: 'http://localhost:9000' })).toMatchObject({
      transport: 'http',
      backendUrl: 'http://localhost:9000',
    })
  })
  it.each([undefined, null, 'text', [], { documentId: 'c_1' }, { value: 7, epoch: 1, revision: -1 }])('survives the document %j', (meta) => {
    expect(read(meta).snapshot).toBeNull()
  })
  it('puts pictures into data URLs, where script cannot run', () => {
    expect(read(document).catalogue.pictures['eggs']).toMatch(/^data:image\/svg\+xml,%3Csvg/)
  })
})

describe('mergeCatalogue', () => {
  const { catalogue } = read(document)
  it('is the same object when nothing is new', () => {
    expect(mergeCatalogue(catalogue, structuredClone(catalogue))).toBe(catalogue)
    expect(mergeCatalogue(catalogue, { products: {}, pictures: {}, currency: '' })).toBe(catalogue)
  })
  it('takes in what is new and keeps what it knew', () => {
    const merged = mergeCatalogue(catalogue, {
      products: { milk: { name: 'Milk', unit: '1 l', price: 99, was: null, cap: 5, family: null } },
      pictures: {},
      currency: 'EUR',
    })
    expect(Object.keys(merged.products)).toEqual(['eggs', 'gone', 'milk'])
    expect(merged.products['eggs']).toBe(catalogue.products['eggs'])
  })
})

describe('addListedProducts', () => {
  const { catalogue } = read(document)
  it('learns names and prices of products it had not met, and changes none it knew but for its price', () => {
    const grown = addListedProducts(catalogue, [
      { id: 'eggs', name: 'Other', unitPrice: 349 },
      { id: 'milk', name: 'Milk', unitPrice: 99 },
      { id: 'nameless', quantity: 1 },
    ])
    expect(grown.products['eggs']).toBe(catalogue.products['eggs'])
    expect(productOf(grown, 'milk')).toMatchObject({ name: 'Milk', price: 99 })
    expect('nameless' in grown.products).toBe(false)
    expect(addListedProducts(grown, [{ id: 'milk', name: 'Milk' }])).toBe(grown)
    const dearer = addListedProducts(grown, [{ id: 'milk', name: 'Other', unitPrice: 120 }])
    expect(productOf(dearer, 'milk')).toMatchObject({ name: 'Milk', price: 120, was: 99 })
    expect(productOf(addListedProducts(dearer, [{ id: 'milk', name: 'Milk', unitPrice: 130 }]), 'milk')).toMatchObject({ price: 130, was: 99 })
  })
})

it('productOf does not mistake members of Object for products', () => {
  expect(productOf({ products: {}, pictures: {}, currency: '' }, 'constructor').price).toBeNull()
})
