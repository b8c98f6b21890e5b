/** Indented JSON for people; text stays text. */
export function prettyJson(value: unknown): string {
  if (typeof value === 'string') return value
  return JSON.stringify(value, null, 2) ?? String(value)
}

/** The text blocks of MCP content, one per line block; other blocks are named by their type. */
export function contentText(content: ReadonlyArray<Record<string, unknown>>): string {
  return content
    .map((block) => (block['type'] === 'text' && typeof block['text'] === 'string' ? block['text'] : `[${String(block['type'])}]`))
    .join('\n\n')
}

export function formatTokens(tokens: number, locale: string): string {
  return `${formatCount(tokens, locale)} ${tokens === 1 ? 'token' : 'tokens'}`
}

/** `12 ms`, `1.4 s`. */
export function formatDuration(ms: number, locale: string): string {
  if (ms < 1_000) return `${formatCount(Math.round(ms), locale)} ms`
  return `${numberFormat(locale, 1).format(ms / 1_000)} s`
}

/** `812 bytes`, `1.4 KB`, `20 MB`; a thousand each. */
export function formatBytes(bytes: number, locale: string): string {
  if (bytes < 1_000) return `${formatCount(bytes, locale)} ${bytes === 1 ? 'byte' : 'bytes'}`
  if (bytes < 1_000_000) return `${numberFormat(locale, 1).format(bytes / 1_000)} KB`
  return `${numberFormat(locale, 1).format(bytes / 1_000_000)} MB`
}

/** Local time of day with seconds and milliseconds: events of one turn differ by little. */
export function formatTimeOfDay(atMs: number): string {
  const date = new Date(atMs)
  const pad = (value: number, width: number): string => String(value).padStart(width, '0')
  return `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}.${pad(date.getMilliseconds(), 3)}`
}

function formatCount(value: number, locale: string): string {
  return numberFormat(locale, 0).format(value)
}

/** A locale the engine does not know must not take the page down: then the engine's own. */
function numberFormat(locale: string, digits: number): Intl.NumberFormat {
  const options = { maximumFractionDigits: digits }
  try {
    return new Intl.NumberFormat(locale, options)
  } catch {
    return new Intl.NumberFormat(undefined, options)
  }
}
