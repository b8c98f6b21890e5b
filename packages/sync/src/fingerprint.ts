import type { DocumentValue } from './document.ts'

/**
 * A short tag of a value whatever the order of its entries, 53 bits: tells a client's bug (one id, two contents) from a retry. No security rests on it.
 * The hash is cyrb53 (public domain); written out because this package runs in browsers and Web Crypto only answers later.
 */
export function fingerprintOf(value: DocumentValue): string {
  let high = 0
  let low = 0
  for (const [field, entries] of Object.entries(value)) {
    for (const [id, entry] of Object.entries(entries)) {
      // hashed one by one and summed: the order does not matter, and nothing has to be sorted
      const text = `${field}\n${id}\n${typeof entry}\n${entry}`
      let entryHigh = 0xdeadbeef
      let entryLow = 0x41c6ce57
      for (let index = 0; index < text.length; index += 1) {
        const unit = text.charCodeAt(index)
        entryHigh = Math.imul(entryHigh ^ unit, 2654435761)
        entryLow = Math.imul(entryLow ^ unit, 1597334677)
      }
      high = (high + (Math.imul(entryHigh ^ (entryHigh >>> 16), 2246822507) ^ Math.imul(entryLow ^ (entryLow >>> 13), 3266489909))) | 0
      low = (low + (Math.imul(entryLow ^ (entryLow >>> 16), 2246822507) ^ Math.imul(entryHigh ^ (entryHigh >>> 13), 3266489909))) | 0
    }
  }
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}
