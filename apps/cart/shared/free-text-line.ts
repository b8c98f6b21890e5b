/** A line the catalogue does not know: its id carries its name, so two writers of the same name meet on one line and nothing else need be stored. */
const PREFIX = 'text~'
/** Characters of a free-text name. */
export const FREE_TEXT_NAME_MAX_CHARS = 80

export function freeTextId(name: string): string {
  return PREFIX + encodeURIComponent(name.trim().replace(/\s+/g, ' '))
}

/** The name inside a free-text id, or null when the id is a product's or malformed. */
export function freeTextName(lineId: string): string | null {
  if (!lineId.startsWith(PREFIX)) return null
  try {
    return decodeURIComponent(lineId.slice(PREFIX.length))
  } catch {
    // a malformed escape sequence: not an id we minted
    return null
  }
}
