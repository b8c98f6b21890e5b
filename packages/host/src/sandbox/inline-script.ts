import { createHash } from 'node:crypto'

/** A call of `run` with `boot` as the text of an inline script; the function must use nothing from outside itself. */
export function inlineCall<Boot>(run: (boot: Boot) => void, boot: Boot): string {
  return `(${run.toString()})(${scriptJson(boot)})`
}

/** JSON that cannot end the script element it stands in, nor open a comment there. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

/** Source expression that allows exactly this inline text. */
export function cspHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
