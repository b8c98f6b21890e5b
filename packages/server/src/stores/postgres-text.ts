/** All but ordinary characters: NUL and halves of surrogate pairs, which PostgreSQL's text cannot hold, and what escaping them needs. */
const NEEDS_ESCAPE = /[^ !#-[\]-\ud7ff\ue000-\uffff]/

/** Any string as text that PostgreSQL takes: escaped as in JSON, so that two strings never become one. Ordinary ids stay as they are. */
export function toText(value: string): string {
  return NEEDS_ESCAPE.test(value) ? JSON.stringify(value).slice(1, -1) : value
}

/** The string of a `toText`. */
export function fromText(text: string): string {
  return text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text
}

export function toTextOrNull(value: string | null): string | null {
  return value === null ? null : toText(value)
}

export function fromTextOrNull(text: string | null): string | null {
  return text === null ? null : fromText(text)
}
