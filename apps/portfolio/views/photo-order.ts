/** The ids with one of them at another place; a place beyond the ends is the end. The same array when nothing moves. Pure. */
export function moved(ids: readonly string[], id: string, to: number): readonly string[] {
  const from = ids.indexOf(id)
  const place = Math.min(Math.max(to, 0), ids.length - 1)
  if (from === -1 || from === place) return ids
  return ids.toSpliced(from, 1).toSpliced(place, 0, id)
}

/** The photos in an order that may be older than they are: what it does not name comes last, what is gone from them is passed over. Pure. */
export function inOrder<Photo extends { readonly image_id: string }>(photos: readonly Photo[], order: readonly string[] | null): readonly Photo[] {
  if (order === null) return photos
  const rank = new Map(order.map((id, index) => [id, index]))
  const last = order.length
  return photos.toSorted((a, b) => (rank.get(a.image_id) ?? last) - (rank.get(b.image_id) ?? last))
}

/** The place among rows that a pointer at `y` means: before the first whose middle lies below it. Pure. */
export function placeAt(rows: ReadonlyArray<{ readonly top: number; readonly height: number }>, y: number): number {
  const next = rows.findIndex(({ top, height }) => y < top + height / 2)
  return next === -1 ? rows.length : next
}
