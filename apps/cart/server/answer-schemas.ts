import { changeSchema } from '@lockstep/sync/schema'
import { z } from 'zod'

/** What the model's tools answer. All of it is read by the model with the list of tools, so each tool declares no more than it says. */
const minor = z.int().describe('Minor units of `currency`.')
const product = z.strictObject({ id: z.string(), name: z.string(), unit: z.string(), price: minor, available: z.int() })

const modelLine = z.strictObject({
  id: z.string(),
  name: z.string(),
  quantity: z.int(),
  unitPrice: z.int().optional(),
  lineTotal: z.int().optional(),
  unitPriceBefore: z.int().optional().describe('When it was added, if that has changed.'),
  available: z.int().optional().describe('In stock, if fewer than `quantity`.'),
  note: z.string().optional(),
})

export const totals = z.strictObject({
  lines: z.int(),
  units: z.int(),
  subtotal: minor,
  currency: z.string(),
  unpricedLines: z.int().optional(),
})

/** The cart as it is, and what changed since the model looked: part of every answer about a cart. */
export const cartOutput = z.strictObject({
  cartId: z.string(),
  revision: z.int(),
  items: z.array(modelLine),
  /** Not listed here. */
  moreLines: z.int().optional(),
  totals,
  since: z.int().optional().describe('The revision that changesSinceBase starts from.'),
  changesSinceBase: z.array(changeSchema).optional(),
  /** There were earlier ones. */
  moreChanges: z.boolean().optional(),
})

const outcome = z.strictObject({
  asked: z.string(),
  result: z.enum(['added', 'limited', 'ambiguous', 'unknown', 'removed', 'set', 'not_in_cart']),
  id: z.string().optional(),
  name: z.string().optional(),
  /** In the cart now. */
  quantity: z.int().optional(),
})

const edit = {
  deduplicated: z.boolean().optional().describe('True = applied before, nothing was changed now.'),
  repeatsProtected: z.boolean().optional().describe('False = the same call again would be applied again.'),
}

export const editOutput = z.strictObject({ ...cartOutput.shape, ...edit, outcomes: z.array(outcome).optional(), moreOutcomes: z.int().optional() })

const wish = z.strictObject({ ...outcome.shape, choices: z.array(product).optional() })

export const addOutput = z.strictObject({
  ...editOutput.shape,
  outcomes: z.array(wish).optional(),
  dropped: z.array(z.string()).optional().describe('Members of the call that were left out.'),
})

/** The cart after the order, like every other answer, and the order. */
export const checkoutOutput = z.strictObject({
  ...cartOutput.shape,
  deduplicated: edit.deduplicated,
  orderId: z.string(),
  orderUrl: z.string(),
  ordered: totals,
})

export const searchOutput = z.strictObject({ products: z.array(product), currency: z.string(), question: z.string().optional() })

/** The most that any of them says. */
export type CartAnswer = z.input<typeof addOutput>
export type Outcome = z.input<typeof wish>
export type ModelLine = z.input<typeof modelLine>
