/** Words that people and models write where they know nothing. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['unknown', 'n/a', 'na', 'n.a', 'tbd', 'todo', 'none', 'null', 'undefined'])
/** Longer texts are no placeholder, whatever marks they end with. */
const PLACEHOLDER_MAX_CHARS = 40
/** Takes room and shows nothing: fillers and the empty Braille pattern are letters and symbols to Unicode. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Whether a text says nothing: empty, white or invisible, nothing but punctuation, or a placeholder, with or without marks around it. */
export function isBlank(text: string): boolean {
  const words = text
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
  if (!/[^\p{P}\s]/u.test(words)) return true
  return words.length <= PLACEHOLDER_MAX_CHARS && PLACEHOLDERS.has(words.replaceAll(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '').toLowerCase())
}
