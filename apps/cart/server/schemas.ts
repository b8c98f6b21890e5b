import { revisionSchema, syncEnvelopeShape, syncReplyShape } from '@lockstep/sync/schema'
import { z } from 'zod'
import { CART_LINES_MAX, LINE_QUANTITY_MAX, NOTE_MAX_CHARS } from '../shared/cart-spec.ts'
import { FREE_TEXT_NAME_MAX_CHARS } from '../shared/free-text-line.ts'
import { totals } from './answer-schemas.ts'
import { cleanText } from './clean-text.ts'
import { CART_ID_MAX_CHARS, LINE_ID_MAX_CHARS, QUERY_MAX_CHARS } from './limits.ts'

export const cartIdSchema = z
  .string()
  .min(1)
  .max(CART_ID_MAX_CHARS)
  .regex(/^[A-Za-z0-9_-]+$/, 'expected letters, digits, - or _')
  .describe('Id of the cart, from an earlier result. Leave out for the cart of this conversation.')

const quantitySchema = z.int().min(1).max(LINE_QUANTITY_MAX)
// cleaned before it is measured: composing can lengthen a text, and what is stored must fit when it comes back
const nameSchema = z.string().overwrite(cleanText).min(1).max(FREE_TEXT_NAME_MAX_CHARS)
const noteSchema = z.string().overwrite(cleanText).max(NOTE_MAX_CHARS)
/** Longest id a line can have: a free-text name, percent-encoded. */
const lineIdSchema = z.string().min(1).max(LINE_ID_MAX_CHARS)

const baseRevision = revisionSchema
  .optional()
  .describe('The `revision` of the latest cart result you saw. With it a repeat of this call changes nothing; without it every call is applied.')
const seenBefore = revisionSchema.optional().describe('The `revision` you last saw; the result tells what changed since.')

/** One wished line. Members that are not declared are dropped, and the answer lists them. */
export const cartLineInput = z
  .looseObject({
    name: nameSchema.optional().describe('What to add, in plain words: "whole milk", "free-range eggs".'),
    id: lineIdSchema.optional().describe('Product id from search_products or an earlier result; wins over `name`.'),
    quantity: quantitySchema.default(1),
    note: noteSchema.optional().describe('A wish for this line, such as "ripe ones".'),
  })
  .refine((line) => line.name !== undefined || line.id !== undefined, { message: 'expected a name or an id', path: ['name'] })
export const DECLARED_LINE_FIELDS: ReadonlySet<string> = new Set(['name', 'id', 'quantity', 'note'])

/** The one schema of the seed's wire: input of `add_to_cart` and body of a bare `POST /sync_cart`. */
export const cartInput = z.strictObject({
  cartId: cartIdSchema.optional(),
  items: z.array(cartLineInput).max(CART_LINES_MAX),
  baseRevision,
})

/** A versioned write: the whole definitive list under ids, in the protocol's envelope. Nothing unknown is accepted. */
export const syncInput = z.strictObject({
  cartId: cartIdSchema,
  items: z.array(z.strictObject({ id: lineIdSchema, quantity: quantitySchema, note: noteSchema.optional() })).max(CART_LINES_MAX),
  ...syncEnvelopeShape,
})

const which = z
  .strictObject({
    id: lineIdSchema.optional().describe('Line id from the latest result; wins over `name`.'),
    name: nameSchema.optional(),
  })
  .refine((line) => line.name !== undefined || line.id !== undefined, { message: 'expected a name or an id', path: ['name'] })

export const getCartInput = z.strictObject({ cartId: cartIdSchema.optional(), baseRevision: seenBefore })
export const setQuantityInput = z.strictObject({
  cartId: cartIdSchema.optional(),
  id: lineIdSchema.optional().describe('Line id from the latest result; wins over `name`.'),
  name: nameSchema.optional(),
  quantity: z.int().min(0).max(LINE_QUANTITY_MAX).describe('The new quantity; 0 removes the line.'),
  baseRevision,
})
export const removeInput = z.strictObject({ cartId: cartIdSchema.optional(), items: z.array(which).min(1).max(CART_LINES_MAX), baseRevision })
export const clearInput = z.strictObject({ cartId: cartIdSchema.optional(), baseRevision })
export const checkoutInput = z.strictObject({
  cartId: cartIdSchema.optional(),
  revision: revisionSchema.describe('The exact `revision` the person agreed to buy; refused when the cart has changed since.'),
  expectedSubtotal: z.int().min(0).optional().describe('The subtotal the person agreed to, in minor units; refused when prices have changed it.'),
})
export const changesInput = z.strictObject({ cartId: cartIdSchema, epoch: z.string().max(CART_ID_MAX_CHARS), since: revisionSchema })
export const changesOutput = z.strictObject({ cartId: z.string(), revision: z.int(), unchanged: z.boolean() })
export const searchInput = z.strictObject({
  query: z.string().trim().min(1).max(QUERY_MAX_CHARS),
  limit: z.int().min(1).max(10).default(5),
})

export const syncOutput = z.strictObject({
  cartId: z.string(),
  items: z.array(z.strictObject({ id: z.string(), quantity: z.int(), note: z.string().optional() })),
  totals,
  ...syncReplyShape,
})

export type CartLineInput = z.output<typeof cartLineInput>
