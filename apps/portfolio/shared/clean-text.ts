/** Line ends, tabs, and the joiners that emoji and the words of some languages are spelt with. */
const KEPT_MARKS: ReadonlySet<string> = new Set(['\n', '\t', '\u200C', '\u200D'])

/** Without what no one can see or typed on purpose, at its ends neither. */
export function cleanText(text: string): string {
  return withoutUnseen(text).trim()
}

/** Without control and format characters, halves of characters, and other line ends; blanks stay, for somebody may be typing. */
export function withoutUnseen(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (mark) => (KEPT_MARKS.has(mark) ? mark : ''))
}
