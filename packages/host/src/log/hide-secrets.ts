const NAMES =
  'authorization|proxy-authorization|cookie|set-cookie|x-lockstep-token|password|passwd|secret|client[-_]?secret|api[-_]?key|(?:access|refresh|id)[-_]?token|code[-_]?verifier|private[-_]?key'

/** A member by one of the names with its text (which a cut may have left without an end) or number. */
const MEMBERS = new RegExp(`("(?:${NAMES})"\\s*:\\s*)(?:"[^"\\\\]*(?:\\\\.[^"\\\\]*)*(?:"|\\\\?$)|-?\\d[\\d.]*(?:e[+-]?\\d+)?)`, 'gi')
/** What ends a text at the depth of the name `\\2` stands for: as many backslashes as before the name, and those of backslashes in the text. */
const QUOTED_END = '(?:\\2\\2\\\\\\\\)*\\2"'
/** The same inside a text that is JSON itself, at any depth. Bounded: a text of nothing but backslashes must not take for ever. */
const QUOTED_MEMBERS = new RegExp(
  `((\\\\{1,16})"(?:${NAMES})\\2"\\s*:\\s*)(?:\\2"(?:[^"\\\\]|\\\\+[^"\\\\]|(?!${QUOTED_END})\\\\+")*(?:${QUOTED_END}|\\\\*$)|-?\\d[\\d.]*(?:e[+-]?\\d+)?)`,
  'gi',
)
/** In an address. */
const PARAMETERS = /([?&](?:access_token|refresh_token|id_token|api_key|client_secret)=)[^&\s"'\\]+/gi
/** Addresses of this host that open a file for a while. */
const FILES = /(\/f\/)url_\w+/g
/** Tokens and keys that tell what they are. */
const TOKENS = /\b(Bearer\s+)[\w~+/.=-]{8,}|\bsk-[\w-]{16,}/g

const HIDDEN = '(secret, not logged)'

/** JSON text with everything in it that looks like a secret replaced: by the name it stands under, or by its own look. */
export function hideSecrets(json: string): string {
  return json
    .replace(MEMBERS, `$1"${HIDDEN}"`)
    .replace(QUOTED_MEMBERS, (_all, start: string, escape: string) => `${start}${escape}"${HIDDEN}${escape}"`)
    .replace(PARAMETERS, `$1${HIDDEN}`)
    .replace(FILES, `$1${HIDDEN}`)
    .replace(TOKENS, (_all, scheme: string | undefined) => `${scheme ?? ''}${HIDDEN}`)
}
