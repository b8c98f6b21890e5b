import { ConfirmButton } from '@lockstep/react'
import { countText, type CartTotals } from './cart-totals.ts'
import type { MoneyFormat } from './money.ts'
import type { Checkout } from './use-checkout.ts'

interface CartFooterProps {
  totals: CartTotals
  money: MoneyFormat
  checkout: Checkout
  onCheckOut: () => void
  onClear: () => void
}

/** The sum, and the two things one can do with the whole cart; both ask once more. */
export function CartFooter({ totals, money, checkout, onCheckOut, onClear }: CartFooterProps) {
  const sum = money(totals.subtotal)
  const isPlacing = checkout.kind === 'placing'
  return (
    <footer className="foot">
      <dl className="sum">
        <dt>Subtotal</dt>
        <dd>
          <bdi>{sum}</bdi>
        </dd>
      </dl>
      <p className="detail">Taxes and delivery are worked out at checkout.{unpricedText(totals.unpricedLines)}</p>
      {checkout.kind === 'failed' ? (
        <p className="complaint" role="alert">
          {checkout.reason}
        </p>
      ) : null}
      <div className="actions">
        <ConfirmButton
          className="primary"
          data-action="primary"
          question={`Place the order for ${sum}, ${countText(totals)}? This orders what is in the cart now.`}
          confirmLabel={`Place the order for ${sum}`}
          cancelLabel="Not yet"
          aria-busy={isPlacing}
          onConfirm={onCheckOut}
        >
          {isPlacing ? 'Placing the order…' : 'Check out'}
        </ConfirmButton>
        <ConfirmButton
          className="quiet"
          data-action="secondary"
          question={`Clear the cart of ${countText(totals)}?`}
          confirmLabel="Clear the cart"
          cancelLabel="Keep it"
          onConfirm={onClear}
        >
          Clear cart
        </ConfirmButton>
      </div>
    </footer>
  )
}

function unpricedText(lines: number): string {
  if (lines === 0) return ''
  return lines === 1 ? ' One line has no price yet and is not in it.' : ` ${lines} lines have no price yet and are not in it.`
}
