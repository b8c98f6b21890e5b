import type { DocumentValue, FieldValue } from '@lockstep/sync'
import { CART_LINES_MAX, LINE_QUANTITY_MAX } from '../shared/cart-spec.ts'

/**
 * What a person can do to the cart, as pure functions from value to value. An edit that changes nothing answers the value it was given,
 * so a caller can tell by identity. Quantities are whole, from 0 (the line goes) to `cap`.
 */

/** A new line with one unit, or one unit more. A cart that is full of lines stays as it is. */
export function addItem(value: DocumentValue, lineId: string, cap: number = LINE_QUANTITY_MAX): DocumentValue {
  const lines = linesOf(value)
  if (lines[lineId] === undefined && Object.keys(lines).length >= CART_LINES_MAX) return value
  return withQuantity(value, lineId, quantityOf(value, lineId) + 1, cap)
}

/** Adds `delta` units; an unknown line is left alone, 0 removes, never negative. */
export function adjustQuantity(value: DocumentValue, lineId: string, delta: number, cap: number = LINE_QUANTITY_MAX): DocumentValue {
  return setQuantity(value, lineId, quantityOf(value, lineId) + delta, cap)
}

/** Sets the units of a line that is there; an unknown line is left alone, 0 removes, never negative. */
export function setQuantity(value: DocumentValue, lineId: string, quantity: number, cap: number = LINE_QUANTITY_MAX): DocumentValue {
  return linesOf(value)[lineId] === undefined ? value : withQuantity(value, lineId, quantity, cap)
}

export function removeLine(value: DocumentValue, lineId: string): DocumentValue {
  return setQuantity(value, lineId, 0)
}

export function clearCart(value: DocumentValue): DocumentValue {
  return Object.keys(linesOf(value)).length === 0 ? value : { ...value, lines: {}, notes: {} }
}

/** 0 for a line that is not there. */
export function quantityOf(value: DocumentValue, lineId: string): number {
  return Number(linesOf(value)[lineId] ?? 0)
}

export function linesOf(value: DocumentValue): FieldValue {
  return value['lines'] ?? {}
}

function withQuantity(value: DocumentValue, lineId: string, wanted: number, cap: number): DocumentValue {
  const quantity = Math.min(Math.max(0, Math.trunc(wanted)), cap)
  if (!Number.isFinite(quantity) || quantity === quantityOf(value, lineId)) return value
  if (quantity > 0) return { ...value, lines: { ...linesOf(value), [lineId]: quantity } }
  return { ...value, lines: without(linesOf(value), lineId), notes: without(value['notes'] ?? {}, lineId) }
}

function without(field: FieldValue, lineId: string): FieldValue {
  return lineId in field ? Object.fromEntries(Object.entries(field).filter(([id]) => id !== lineId)) : field
}
