import { useEffect, useRef } from 'react'
import { useHostActions } from '@lockstep/react'

/** What is left to say once the order is placed; a host that closes the view never shows it for long. */
export function OrderPlaced({ orderUrl }: { orderUrl: string | null }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { openLink } = useHostActions()
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <section className="cart" aria-label="Cart">
      <div className="panel">
        <h2 ref={heading} tabIndex={-1}>
          Order placed
        </h2>
        <p>The order page has the rest: delivery, taxes and payment.</p>
      </div>
      {orderUrl === null ? null : (
        <div className="actions">
          <button type="button" className="primary" data-action="primary" onClick={() => void openLink(orderUrl)}>
            Open the order page
          </button>
        </div>
      )}
    </section>
  )
}
