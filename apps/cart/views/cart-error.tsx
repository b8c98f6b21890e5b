interface CartErrorProps {
  /** The server's own sentence, or null. */
  reason: string | null
  isRetrying: boolean
  onRetry: () => void
}

/** The cart could not be opened: what is lost (nothing), and the way on. */
export function CartError({ reason, isRetrying, onRetry }: CartErrorProps) {
  return (
    <section className="cart" aria-label="Cart">
      <div className="panel" role="alert">
        <h2 tabIndex={-1}>The cart could not be shown</h2>
        <p>{reason ?? 'The shop did not answer.'} Nothing in the cart is lost.</p>
      </div>
      <div className="actions">
        <button type="button" data-action="primary" className="primary" aria-disabled={isRetrying} onClick={() => !isRetrying && onRetry()}>
          {isRetrying ? 'Opening…' : 'Retry'}
        </button>
      </div>
    </section>
  )
}
