/** Control, zero-width and direction-changing characters, which hide or reorder text, and halves of a character, which no encoder takes. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu

/** A name as it is stored and shown: composed, without hidden characters, single spaces. May come out empty. */
export function cleanText(text: string): string {
  return text.normalize('NFC').replace(HIDDEN, ' ').replace(/\s+/g, ' ').trim()
}
