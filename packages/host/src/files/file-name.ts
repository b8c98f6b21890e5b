/** Characters of a file's name that are kept. */
const NAME_MAX_CHARS = 150
/** Separators, what no file system takes, controls, and the marks that turn the reading direction around to hide an extension. */
// eslint-disable-next-line no-control-regex
const UNSAFE = /[/\\:*?"<>|\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const FALLBACK = 'file'

/** A name that is safe to show and to save under: no path, no controls, never empty, never hidden. The extension survives a cut. */
export function safeFileName(text: string): string {
  const name = text
    .normalize('NFC')
    .replaceAll(UNSAFE, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '')
  if (name === '') return FALLBACK
  if (name.length <= NAME_MAX_CHARS) return name
  const extension = /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0] ?? ''
  return name.slice(0, NAME_MAX_CHARS - extension.length) + extension
}

/** The last part of an address as a name. */
export function nameFromUri(uri: string): string {
  const path = uri.split(/[?#]/)[0] ?? ''
  const last = path.split('/').findLast((part) => part !== '') ?? ''
  try {
    return safeFileName(decodeURIComponent(last))
  } catch {
    return safeFileName(last)
  }
}

/** `attachment; …` for a name in any script. @see RFC 6266, RFC 8187 */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\u0020-\u007e]/g, '_').replaceAll(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
