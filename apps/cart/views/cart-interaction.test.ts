import type { DocumentValue } from '@lockstep/sync'
import { expect, it } from 'vitest'
import { addItem, adjustQuantity, clearCart } from './cart-edits.ts'
import { interact, type CartChange } from './cart-interaction.ts'

function spies(start: DocumentValue) {
  const log: unknown[] = []
  const ports = {
    readValue: () => (log.push('compute'), start),
    ensureCartId: () => (log.push('id'), 'c_1'),
    setViewState: (cartId: string, next: DocumentValue) => void log.push(['state', cartId, next['lines']]),
    sync: (change: CartChange) => void log.push(['sync', change(start)['lines']]),
  }
  return { log, ports }
}

it('S0.21 computes the list, makes sure of an id, writes the view state, then syncs', () => {
  const { log, ports } = spies({ lines: { eggs: 1 }, notes: {} })
  expect(interact(ports, (value) => addItem(value, 'milk'))).toBe(true)
  const lines = { eggs: 1, milk: 1 }
  expect(log).toEqual(['compute', 'id', ['state', 'c_1', lines], ['sync', lines]])
})

it.each([
  ['addItem', (value: DocumentValue) => addItem(value, 'eggs')],
  ['adjustQuantity', (value: DocumentValue) => adjustQuantity(value, 'eggs', -1)],
  ['clearCart', clearCart],
])('S0.30 %s goes the same way, with id and sync', (_name, change) => {
  const { log, ports } = spies({ lines: { eggs: 1 }, notes: {} })
  interact(ports, change)
  expect(log.map((entry) => (Array.isArray(entry) ? entry[0] : entry))).toEqual(['compute', 'id', 'state', 'sync'])
})

it('an edit that changes nothing makes no id, writes nothing and sends nothing', () => {
  const { log, ports } = spies({ lines: { eggs: 1 }, notes: {} })
  expect(interact(ports, (value) => adjustQuantity(value, 'caviar', 1))).toBe(false)
  expect(log).toEqual(['compute'])
})
