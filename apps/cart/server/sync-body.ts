import { conflictSchema, syncEnvelopeShape, syncReplyShape } from '@lockstep/sync/schema'
import { z } from 'zod'
import { CART_LINES_MAX } from '../shared/cart-spec.ts'
import { cartIdSchema, cartInput, cartLineInput, syncInput, syncOutput } from './schemas.ts'

const { supersedes, onConflict, schemaVersion, ...alwaysSent } = syncEnvelopeShape
const { id, quantity, note } = syncInput.shape.items.element.shape

/**
 * What both doors take: the seed's bare `{ cartId, items }`, or the same list in the protocol's envelope. Which of the two a body means
 * decides what it is then held to; nothing is filled in here, or that could no longer be told.
 */
export const syncBody = z.strictObject({
  cartId: cartIdSchema.optional().describe('Id of the cart; without one, a new cart is made.'),
  items: z
    .array(z.looseObject({ id: id.optional(), name: cartLineInput.shape.name, quantity: quantity.optional(), note }))
    .max(CART_LINES_MAX)
    .describe('The whole definitive list; a line that is absent is deleted.'),
  ...z.object(alwaysSent).partial().shape,
  supersedes: supersedes.unwrap().optional(),
  schemaVersion,
  onConflict: onConflict.unwrap().optional(),
})

export type SyncBody = z.output<typeof syncBody>

const ENVELOPE = Object.keys(syncEnvelopeShape)

/** Whether a body means the protocol, even if wrongly: then it is held to it. */
export function isVersioned(body: object): boolean {
  return ENVELOPE.some((member) => Object.hasOwn(body, member))
}

export const bareInput = cartInput.omit({ baseRevision: true })

/** What both doors answer: of the protocol all of it, of the bare list the seed's `updated` and what became of the list. */
export const syncAnswer = z.strictObject({
  ...syncOutput.partial().shape,
  cartId: z.string(),
  revision: syncReplyShape.revision,
  status: z.enum([...syncReplyShape.status.options, 'updated']),
  conflicts: z.array(conflictSchema),
  dropped: z.array(z.string()).optional(),
  summed: z.array(z.string()).optional(),
  freeText: z.array(z.string()).optional(),
})
