import { z } from 'zod'

/** Items of a page when none are asked for: about 1,500 tokens of short rows. */
export const PAGE_LIMIT = 20
/** Items of the largest page. */
export const PAGE_LIMIT_MAX = 100

/** Inputs of a tool that answers in pages, to be spread into its strict object. */
export const pageInputShape = {
  offset: z.int().min(0).default(0).describe('How many to skip; the next_offset of the page before.'),
  limit: z.int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT),
} as const

/** One page of a list, said so that a model knows whether there is more, and how to ask for it. */
export interface Page<Item> {
  items: Item[]
  /** Items in this page. */
  count: number
  /** Items in all. */
  total: number
  has_more: boolean
  /** Where the next page starts; null after the last. */
  next_offset: number | null
}

/** Cuts a page out of a whole list; an `offset` past its end answers an empty last page. Bounds that are no whole numbers from 0 count as none. */
export function page<Item>(items: readonly Item[], { offset = 0, limit = PAGE_LIMIT }: { offset?: number; limit?: number } = {}): Page<Item> {
  const from = Math.min(wholeOr(offset, 0), items.length)
  const to = Math.min(from + Math.min(Math.max(wholeOr(limit, PAGE_LIMIT), 1), PAGE_LIMIT_MAX), items.length)
  const hasMore = to < items.length
  return { items: items.slice(from, to), count: to - from, total: items.length, has_more: hasMore, next_offset: hasMore ? to : null }
}

/** The output schema of a page of such items. */
export function pageOutput<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    count: z.int(),
    total: z.int(),
    has_more: z.boolean(),
    next_offset: z.int().nullable(),
  })
}

function wholeOr(value: number, otherwise: number): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise
}
