import { FREE_TEXT_NAME_MAX_CHARS, freeTextId, freeTextName } from '../shared/free-text-line.ts'
import { skuById } from './catalogue/index.ts'
import { cleanText } from './clean-text.ts'

/**
 * Whether an id can name a line: a product's, or a free-text id just as we would write it. A name that `cleanText` would change, that is too
 * long, or that is encoded in another way is refused, because its line would look like one that exists and be another.
 */
export function isLineId(id: string): boolean {
  return skuById(id) !== undefined || isFreeTextId(id)
}

export function isFreeTextId(id: string): boolean {
  const name = freeTextName(id)
  return name !== null && name !== '' && name.length <= FREE_TEXT_NAME_MAX_CHARS && cleanText(name) === name && freeTextId(name) === id
}
