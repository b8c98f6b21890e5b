interface CartEmptyProps {
  /** Name of the product the main button adds; null when there is nothing to suggest. */
  starter: string | null
  onStart: () => void
}

/** An empty cart says what to do next, with one button for it. The heading takes the focus when the last line goes. */
export function CartEmpty({ starter, onStart }: CartEmptyProps) {
  return (
    <div className="panel empty">
      <h3 data-focus-fallback="" tabIndex={-1}>
        Your cart is empty
      </h3>
      <p>Tell ChatGPT what you need, such as “two eggs and milk”, or start here.</p>
      <button type="button" className="primary" data-action="primary" data-focus-control="start" onClick={onStart}>
        {starter === null ? 'Ask for ideas' : `Start with ${starter}`}
      </button>
    </div>
  )
}
