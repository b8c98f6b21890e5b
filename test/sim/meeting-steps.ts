/** What either side does in one step: to the line both know, to a line of the other's, or taking the shared line away. */
export type Step = 'same line' | 'other line' | 'remove'
const STEPS: readonly Step[] = ['same line', 'other line', 'remove']
export type Side = 'view' | 'model'

/** Every way to lay two sequences of three steps into each other. */
export function interleavings(): Side[][] {
  const orders: Side[][] = []
  for (let bits = 0; bits < 64; bits += 1) {
    const order = Array.from({ length: 6 }, (_unused, index): Side => ((bits >> index) & 1 ? 'view' : 'model'))
    if (order.filter((side) => side === 'view').length === 3) orders.push(order)
  }
  return orders
}

/** Every sequence of three steps. */
export function programs(): Step[][] {
  return STEPS.flatMap((first) => STEPS.flatMap((second) => STEPS.map((third) => [first, second, third])))
}
