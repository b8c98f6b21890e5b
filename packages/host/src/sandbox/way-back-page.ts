/// <reference lib="dom" />
import { cspHash, inlineCall } from './inline-script.ts'

/** Query member of a view's address that carries the path it stood at when it loaded itself anew. */
export const PATH_PARAMETER = 'at'
/** Characters of such a path that are kept. */
export const PATH_MAX_CHARS = 2_000

/**
 * What the sandbox answers to every other address of a view's origin: a router may have put it there (`/orders/7`), and a reload asks for it.
 * The outer frame named the inner one after the view, and a name outlives the document; so this page finds the way back by itself.
 * It is gone before it has loaded, so its frame never takes it for a document of its own.
 */
export function wayBackPage(outerOrigin: string, pageOrigin: string): { html: string; csp: string } {
  const script = inlineCall(goBack, { parameter: PATH_PARAMETER })
  const csp = [
    "default-src 'none'",
    `script-src ${cspHash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${outerOrigin} ${pageOrigin}`,
  ]
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title></title><script>${script}</script></head></html>`,
    csp: csp.join('; '),
  }
}

/** Sent as text, so it uses nothing from outside itself. */
function goBack(boot: { parameter: string }): void {
  if (!/^[A-Za-z0-9_-]{8,100}$/.test(window.name)) return
  const path = location.pathname + location.search + location.hash
  location.replace(`/v/${window.name}?${boot.parameter}=${encodeURIComponent(path)}`)
}
