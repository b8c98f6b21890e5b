/** Words that people and models write where they know nothing. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['unknown', 'n/a', 'na', 'tbd', 'todo', 'none', 'null', 'undefined', '-', '?'])

/** Whether a text says nothing: empty, white or invisible, or a placeholder. */
export function isBlank(text: string): boolean {
  const words = text
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toLowerCase()
  return words === '' || PLACEHOLDERS.has(words)
}
