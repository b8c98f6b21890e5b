/** Rows drawn while the cart is on its way. */
const SKELETON_ROWS = ['one', 'two', 'three'] as const

/** The cart's own layout without its words, so that nothing jumps when they come. */
export function CartSkeleton() {
  return (
    <section className="cart" aria-busy="true" aria-label="Cart">
      <header className="head">
        <h2>Cart</h2>
        <p className="count">Opening the cart…</p>
      </header>
      <ul className="lines" aria-hidden="true">
        {SKELETON_ROWS.map((row) => (
          <li className="line" key={row}>
            <span className="picture" />
            <div className="line-text">
              <span className="bone bone-name" />
              <span className="bone bone-detail" />
            </div>
            <span className="bone bone-stepper" />
            <span className="bone line-total" />
            <span className="remove" />
          </li>
        ))}
      </ul>
    </section>
  )
}
