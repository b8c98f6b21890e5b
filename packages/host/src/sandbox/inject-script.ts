/**
 * Puts a script before everything else that the document runs: right after `<head>`, or where the parser would open the head by itself.
 * Never before the doctype, which would put the document into quirks mode. Works on any HTML; comments are skipped, not searched.
 */
export function injectScript(html: string, script: string): string {
  let at = skip(html, 0, /^(?:\uFEFF|\s+|<!--[\s\S]*?-->|<!doctype[^>]*>)/i)
  at = skipOne(html, at, /^<html(?:\s[^>]*)?>/i)
  at = skip(html, at, /^(?:\s+|<!--[\s\S]*?-->)/)
  at = skipOne(html, at, /^<head(?:\s[^>]*)?>/i)
  return `${html.slice(0, at)}<script>${script}</script>${html.slice(at)}`
}

function skip(html: string, from: number, pattern: RegExp): number {
  let at = from
  for (;;) {
    const next = skipOne(html, at, pattern)
    if (next === at) return at
    at = next
  }
}

function skipOne(html: string, from: number, pattern: RegExp): number {
  const match = pattern.exec(html.slice(from))
  return match === null ? from : from + match[0].length
}
