import { counters, lastWriter, type DocumentSpec } from '@lockstep/sync'

/** Lines in one cart. */
export const CART_LINES_MAX = 250
/** Units of one line, whatever the product allows. */
export const LINE_QUANTITY_MAX = 999
/** Characters of a note on a line. */
export const NOTE_MAX_CHARS = 200

/** The cart as a synced document: quantities add up, notes are last writer wins and go with their line. `capOf` = most units of one line. */
export function cartSpec(capOf: (lineId: string) => number = () => LINE_QUANTITY_MAX): DocumentSpec {
  return {
    name: 'cart',
    fields: {
      lines: counters({ max: (lineId) => Math.min(LINE_QUANTITY_MAX, capOf(lineId)), maxEntries: CART_LINES_MAX }),
      notes: lastWriter({ maxLength: NOTE_MAX_CHARS, follows: 'lines' }),
    },
  }
}
