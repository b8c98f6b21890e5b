import type { Write } from '@lockstep/sync'
import { z } from 'zod'
import { ORDER_TTL_MS } from './limits.ts'
import type { PricedLine } from './price.ts'

/** What was bought, at the prices of that moment. */
export interface Order {
  orderId: string
  cartId: string
  revision: number
  /** Milliseconds since the epoch. */
  placedAt: number
  lines: PricedLine[]
}

const orderSchema = z.object({
  orderId: z.string(),
  cartId: z.string(),
  revision: z.number(),
  placedAt: z.number(),
  lines: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      unit: z.string(),
      quantity: z.number(),
      note: z.string().nullable(),
      unitPrice: z.number().nullable(),
      lineTotal: z.number().nullable(),
    }),
  ),
})

export function parseOrder(value: unknown): Order | null {
  const parsed = orderSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

export function orderRecord(order: Order): Extract<Write, { type: 'record' }> {
  return { type: 'record', record: { kind: 'order', key: order.orderId, value: order, expiresAt: order.placedAt + ORDER_TTL_MS } }
}
