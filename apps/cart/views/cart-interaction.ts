import type { DocumentValue } from '@lockstep/sync'

/** A pure edit. */
export type CartChange = (value: DocumentValue) => DocumentValue

/** What one interaction needs of its surroundings. */
export interface InteractionPorts {
  /** What the person sees now. */
  readValue(): DocumentValue
  /** The cart's id, made now when there is none. */
  ensureCartId(): string
  setViewState(cartId: string, next: DocumentValue): void
  /** Gets the change and not its outcome: what others did in the meantime stays. */
  sync(change: CartChange): void
}

/**
 * One interaction, in this order: compute the list, make sure of an id, write the view state, sync. The view state goes first because it
 * outlives the view. Answers false, and does nothing, when the edit changes nothing.
 */
export function interact(ports: InteractionPorts, change: CartChange): boolean {
  const value = ports.readValue()
  const next = change(value)
  if (next === value) return false
  const cartId = ports.ensureCartId()
  ports.setViewState(cartId, next)
  ports.sync(change)
  return true
}
