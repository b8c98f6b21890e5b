/** The part of Web Crypto an id needs; both members may be missing in an old or insecure frame. */
export interface IdSource {
  randomUUID?: () => string
  getRandomValues?: (bytes: Uint8Array<ArrayBuffer>) => unknown
}

export interface IdFallback {
  /** In [0, 1). */
  random: () => number
  /** Milliseconds since the epoch. */
  now: () => number
}

/**
 * An id that will not meet another: `crypto.randomUUID` where present, else 128 bits of `getRandomValues`, else time and `Math.random`.
 * The last is unique enough to tell carts apart, and is no secret.
 */
export function makeId(prefix: string, source: IdSource | undefined, fallback: IdFallback): string {
  if (source?.randomUUID) return prefix + source.randomUUID()
  if (source?.getRandomValues) {
    const bytes = new Uint8Array(16)
    source.getRandomValues(bytes)
    return prefix + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  const chunk = () =>
    Math.floor(fallback.random() * 0x1_0000_0000)
      .toString(36)
      .padStart(7, '0')
  return `${prefix}${fallback.now().toString(36)}${chunk()}${chunk()}${chunk()}`
}
