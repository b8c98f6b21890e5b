/** Where the focus was, by row and control. */
export interface FocusPlace {
  /** Index of the row among the rows then shown. */
  readonly rowIndex: number
  /** `data-focus-control` of the control, or null. */
  readonly control: string | null
}

/**
 * The row that takes over when the one with the focus is gone: the one that moved into its place, else the one before; null when no row is left.
 * Pure.
 */
export function nextRowIndex(place: FocusPlace, rowCount: number): number | null {
  return rowCount === 0 ? null : Math.min(Math.max(place.rowIndex, 0), rowCount - 1)
}
