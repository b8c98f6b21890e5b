/** What a typed quantity means. */
export type QuantityDraft = { readonly kind: 'quantity'; readonly quantity: number } | { readonly kind: 'invalid'; readonly reason: string }

/** Reads what a person typed: whole numbers from 0; anything else says why. More than `cap` is a number too: the caller clamps and says so. */
export function readQuantityDraft(typed: string, cap: number): QuantityDraft {
  const trimmed = typed.trim()
  if (/^\d{1,9}$/.test(trimmed)) return { kind: 'quantity', quantity: Number(trimmed) }
  return { kind: 'invalid', reason: `Quantity not changed: it takes a whole number from 0 to ${cap}.` }
}
