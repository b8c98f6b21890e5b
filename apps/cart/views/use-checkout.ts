import { useCallback, useEffect, useState } from 'react'
import { useCallTool, useHostActions, type ToolResult } from '@lockstep/react'
import { readCartResult } from './cart-data.ts'
import type { CartModel } from './use-cart.ts'
import { record, text } from './unknown-json.ts'

export type Checkout =
  | { readonly kind: 'idle' }
  /** First what is unsaved is saved (`isFlushed` false), then the order is placed. */
  | { readonly kind: 'placing'; readonly isFlushed: boolean }
  /** Nothing was ordered. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'placed'; readonly orderUrl: string | null }

/** Places the order for exactly the revision and the sum that are on the screen and saved. */
export function useCheckout({ document, refresh }: CartModel, subtotal: number): { checkout: Checkout; placeOrder: () => void } {
  const [checkout, setCheckout] = useState<Checkout>({ kind: 'idle' })
  const callTool = useCallTool()
  const { openLink } = useHostActions()
  const { documentId, revision, sync, flush } = document

  const placeOrder = useCallback(() => {
    setCheckout((before) => (before.kind === 'placing' ? before : { kind: 'placing', isFlushed: false }))
  }, [])

  const isDue = checkout.kind === 'placing' && checkout.isFlushed
  const isFlushing = checkout.kind === 'placing' && !checkout.isFlushed
  useEffect(() => {
    if (isFlushing) void flush().then(() => setCheckout({ kind: 'placing', isFlushed: true }))
  }, [isFlushing, flush])
  // runs after the render that shows the flushed cart: the revision is the one the person sees
  useEffect(() => {
    if (!isDue) return
    if (sync.kind !== 'saved')
      return setCheckout({ kind: 'failed', reason: 'The last changes are not saved yet, so nothing was ordered. Try again in a moment.' })
    const order = () => callTool('checkout', { cartId: documentId, revision, expectedSubtotal: subtotal })
    // one order per revision, whoever asks how often: a call without an answer may be made again
    void order()
      .catch(order)
      .then(readOutcome, noAnswer)
      .then((outcome) => {
        setCheckout(outcome)
        if (outcome.kind === 'failed') refresh()
        // the panel that stays has the link too, so a host that opens none costs one more click
        if (outcome.kind === 'placed' && outcome.orderUrl !== null) openLink(outcome.orderUrl).catch(() => undefined)
      })
    // oxlint-disable-next-line react/exhaustive-deps -- the order is placed once, for what was shown when it fell due
  }, [isDue])
  return { checkout, placeOrder }
}

function readOutcome(result: ToolResult): Checkout {
  if (result.isError !== true) return { kind: 'placed', orderUrl: readCartResult(result).orderUrl }
  const code = text(record(record(result._meta)['lockstep/error'])['code']) ?? ''
  return { kind: 'failed', reason: REASONS[code] ?? 'The shop did not take the order. Nothing was ordered.' }
}

/** Why the shop did not take an order, where the cart shows what to do about it. */
const REASONS: Readonly<Record<string, string>> = {
  revision_mismatch: 'The cart changed in the meantime, so nothing was ordered. Look it over and check out again.',
  price_changed: 'Prices changed in the meantime, so nothing was ordered. Look the sum over and check out again.',
  out_of_stock: 'The shop no longer has all of this, so nothing was ordered. Lower what has run out and check out again.',
}

function noAnswer(): Checkout {
  return { kind: 'failed', reason: 'The shop did not answer. Check out again: the same cart is never ordered twice.' }
}
