import { useCallback, useEffect, useState } from 'react'
import { useHostActions } from '@lockstep/react'
import { isUnanswered, useCartTool } from './cart-tools.ts'
import type { CartModel } from './use-cart.ts'

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
  const order = useCartTool('checkout')
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
    const agreed = { cartId: documentId, revision, expectedSubtotal: subtotal }
    void order(agreed)
      // one order per revision, whoever asks how often: a call without an answer may be made again
      .then((first) => (first.failure !== null && isUnanswered(first.failure) ? order(agreed) : first))
      .then(({ data, failure }) => {
        if (failure !== null) {
          setCheckout({ kind: 'failed', reason: isUnanswered(failure) ? NO_ANSWER : (REASONS[failure.code] ?? NOT_TAKEN) })
          return refresh()
        }
        setCheckout({ kind: 'placed', orderUrl: data.orderUrl })
        // the panel that stays has the link too, so a host that opens none costs one more click
        openLink(data.orderUrl).catch(() => undefined)
      })
    // oxlint-disable-next-line react/exhaustive-deps -- the order is placed once, for what was shown when it fell due
  }, [isDue])
  return { checkout, placeOrder }
}

const NO_ANSWER = 'The shop did not answer. Check out again: the same cart is never ordered twice.'
const NOT_TAKEN = 'The shop did not take the order. Nothing was ordered.'
/** Why the shop did not take an order, where the cart shows what to do about it. */
const REASONS: Readonly<Record<string, string>> = {
  revision_mismatch: 'The cart changed in the meantime, so nothing was ordered. Look it over and check out again.',
  price_changed: 'Prices changed in the meantime, so nothing was ordered. Look the sum over and check out again.',
  out_of_stock: 'The shop no longer has all of this, so nothing was ordered. Lower what has run out and check out again.',
}
