import { useMemo } from 'react'
import { useFocusKeeper, useHostActions, useHostContext } from '@lockstep/react'
import type { CartData } from './cart-data.ts'
import { CartEmpty } from './cart-empty.tsx'
import { CartFooter } from './cart-footer.tsx'
import { CartLines } from './cart-lines.tsx'
import { cartTotals, countText } from './cart-totals.ts'
import { productOf } from './catalogue.ts'
import { moneyFormat } from './money.ts'
import { Notices } from './notices.tsx'
import { OrderPlaced } from './order-placed.tsx'
import { Suggestions } from './suggestions.tsx'
import { SyncFailureNotice, SyncStatus } from './sync-status.tsx'
import { useCart } from './use-cart.ts'
import { useCheckout } from './use-checkout.ts'
import { useNews } from './use-news.ts'

/** Suggestions drawn: more would push the sum out of sight. */
const SUGGESTIONS_SHOWN = 4

/** A cart that is there: lines or their absence, suggestions, the sum. */
export function CartView({ data, cartId }: { data: CartData; cartId: string }) {
  const cart = useCart(data, cartId)
  const { document, catalogue } = cart
  const { locale } = useHostContext()
  const { sendMessage } = useHostActions()
  const money = useMemo(() => moneyFormat(locale, catalogue.currency), [locale, catalogue.currency])
  const totals = useMemo(() => cartTotals(document.value, catalogue), [document.value, catalogue])
  const { checkout, placeOrder } = useCheckout(cart, totals.subtotal)
  const news = useNews(data, cart, money)
  const isEmpty = totals.lines === 0
  const starter = isEmpty ? (data.suggestions[0] ?? null) : null
  const suggested = useMemo(() => data.suggestions.filter((id) => id !== starter).slice(0, SUGGESTIONS_SHOWN), [data, starter])
  const root = useFocusKeeper<HTMLElement>()

  if (checkout.kind === 'placed') return <OrderPlaced orderUrl={checkout.orderUrl} />
  return (
    <section className="cart" aria-label="Cart" ref={root}>
      <header className="head">
        <h2 tabIndex={-1} {...(isEmpty ? {} : { 'data-focus-fallback': '' })}>
          Cart
        </h2>
        <p className="count">{isEmpty ? '' : countText(totals)}</p>
        <SyncStatus sync={document.sync} hasEdited={cart.hasEdited} />
        <button
          type="button"
          className={cart.hasEdited ? 'small quiet' : 'small quiet idle'}
          aria-disabled={document.canUndo ? undefined : true}
          onClick={cart.undo}
        >
          Undo
        </button>
      </header>
      <SyncFailureNotice sync={document.sync} />
      {isEmpty ? (
        <CartEmpty
          starter={starter === null ? null : productOf(catalogue, starter).name}
          onStart={() => (starter === null ? void sendMessage('Suggest a few things for my cart.') : cart.add(starter))}
        />
      ) : (
        <CartLines value={document.value} catalogue={catalogue} money={money} onQuantity={cart.setLine} onAdjust={cart.adjustLine} />
      )}
      <Suggestions title={isEmpty ? 'Or one of these' : 'Goes well with it'} ids={suggested} catalogue={catalogue} money={money} onAdd={cart.add} />
      {isEmpty ? null : <CartFooter totals={totals} money={money} checkout={checkout} onCheckOut={placeOrder} onClear={cart.clear} />}
      {/* last, so that nothing moves under a pointer when news come and go */}
      <Notices {...news} />
    </section>
  )
}
