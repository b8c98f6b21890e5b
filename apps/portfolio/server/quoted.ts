/** Characters of a name that are told in a sentence. */
const NAME_MAX_CHARS = 80
/** Control, zero-width and direction-turning characters: what a thing is called must not rearrange a sentence. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu

/** What people named something, as data inside a sentence: one short line that cannot end the quotation it stands in. */
export function quoted(name: string): string {
  const characters = [
    ...name
      .replaceAll(UNSEEN, ' ')
      .replaceAll(/["“”„«»]/g, "'")
      .trim(),
  ]
  const shown = characters.length > NAME_MAX_CHARS ? `${characters.slice(0, NAME_MAX_CHARS - 1).join('')}…` : characters.join('')
  return `“${shown}”`
}
