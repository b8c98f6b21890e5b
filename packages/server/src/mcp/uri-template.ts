/** Characters of a URI that is compared or remembered at all. */
export const URI_MAX_CHARS = 2_048

/** `test://notes/{id}/text`: literals and names in turn. */
export interface UriTemplate {
  readonly names: readonly string[]
  /** The values by name, decoded; null when the URI is another's. Linear in its length, whatever it holds. */
  match(uri: string): Record<string, string> | null
}

/**
 * Reads a template of `{name}` parts, each of which stands for one segment: anything but `/`, `?` and `#`, and decoded neither `..` nor a slash. Answers null for what is none:
 * other operators of RFC 6570, two parts without a character between them, a name twice.
 */
export function parseUriTemplate(text: string): UriTemplate | null {
  const pieces = text.split(/\{([^{}]*)\}/)
  const literals = pieces.filter((_, index) => index % 2 === 0)
  const names = pieces.filter((_, index) => index % 2 === 1)
  const isReadable = names.every((name) => /^[A-Za-z][A-Za-z0-9_]*$/.test(name)) && new Set(names).size === names.length
  const touches = literals.some((literal, index) => literal === '' && index > 0 && index < literals.length - 1)
  if (names.length === 0 || !isReadable || touches || literals.some((literal) => /[{}]/.test(literal))) return null
  return { names, match: (uri) => matchParts(uri, literals, names) }
}

function matchParts(uri: string, literals: readonly string[], names: readonly string[]): Record<string, string> | null {
  const [head = ''] = literals
  if (uri.length > URI_MAX_CHARS || !uri.startsWith(head)) return null
  // no prototype: a part may be called whatever it likes
  const values: Record<string, string> = Object.create(null)
  let from = head.length
  for (const [index, name] of names.entries()) {
    const literal = literals[index + 1] ?? ''
    const isLast = index === names.length - 1
    const to = isLast ? uri.length - literal.length : uri.indexOf(literal, from + 1)
    if (to <= from || (isLast && !uri.endsWith(literal))) return null
    const value = decodeSegment(uri.slice(from, to))
    if (value === null) return null
    values[name] = value
    from = to + literal.length
  }
  return values
}

function decodeSegment(raw: string): string | null {
  if (/[/?#]/.test(raw)) return null
  try {
    const value = decodeURIComponent(raw)
    // decoded, it is still one segment: what opens a file by it stays in its folder
    return value === '.' || value === '..' || /[/\\\0]/.test(value) ? null : value
  } catch (error) {
    // `%` without two digits names nothing
    if (error instanceof URIError) return null
    throw error
  }
}
