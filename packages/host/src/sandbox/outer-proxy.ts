/// <reference lib="dom" />
import { cspHash, escapeHtml, inlineCall } from './inline-script.ts'

export interface ProxyBoot {
  innerUrl: string
  innerOrigin: string
  pageOrigin: string
  title: string
  sandbox: string
  allow: string
  maxMessageChars: number
  maxMessagesPerSecond: number
  helloTimeoutMs: number
}

/** Characters of JSON in one message from a view; larger ones are dropped. */
export const VIEW_MESSAGE_MAX_CHARS = 1_000_000
/** Messages a second from a view; more are dropped. */
export const VIEW_MESSAGES_PER_SECOND = 200
/** Milliseconds after a load of the inner frame within which the view must have said hello. */
export const HELLO_TIMEOUT_MS = 1_500

/** Notifications of the proxy itself to the page; a view cannot send them, because nothing under `lockstep/` is relayed from it. */
export const PROXY_REPORTS = { lost: 'lockstep/sandbox-lost', dropped: 'lockstep/sandbox-dropped' } as const

/** The outer page and the policy that keeps the inner frame from going anywhere else. */
export function outerProxyPage(boot: ProxyBoot): { html: string; csp: string } {
  const script = inlineCall(runProxy, boot)
  const csp = [
    "default-src 'none'",
    `script-src ${cspHash(script)}`,
    `frame-src ${boot.innerOrigin}`,
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${boot.pageOrigin}`,
  ].join('; ')
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(boot.title)}</title></head><body><script>${script}</script></body></html>`
  return { html, csp }
}

/**
 * Relays messages between the page and the inner frame, each checked for its window and its exact origin; it changes none.
 * It says two things of its own to the page: that the frame has gone elsewhere, and that it drops messages.
 * Sent as text, so it uses nothing from outside itself.
 */
function runProxy(boot: ProxyBoot): void {
  const frame = document.createElement('iframe')
  let hellos = 0
  let loads = 0
  let second = 0
  let inSecond = 0
  let reported = 0

  const report = (method: string, params: Record<string, unknown>): void =>
    window.parent.postMessage({ jsonrpc: '2.0', method, params }, boot.pageOrigin)
  const drop = (reason: string): void => {
    if (reported === second) return
    reported = second
    report('lockstep/sandbox-dropped', { reason })
  }
  const fromView = (data: unknown): void => {
    const now = Math.floor(performance.now() / 1000) + 1
    if (now !== second) {
      second = now
      inSecond = 0
    }
    inSecond += 1
    if (inSecond > boot.maxMessagesPerSecond) return drop('flood')
    let chars = 0
    try {
      chars = JSON.stringify(data).length
    } catch {
      return drop('not JSON')
    }
    if (chars > boot.maxMessageChars) return drop('too large')
    const method = typeof data === 'object' && data !== null && 'method' in data ? data.method : null
    if (typeof method === 'string' && (method.startsWith('lockstep/') || method.startsWith('ui/notifications/sandbox-'))) return
    if (method === 'openai/hello') hellos += 1
    window.parent.postMessage(data, boot.pageOrigin)
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source === frame.contentWindow) {
      if (event.origin === boot.innerOrigin) fromView(event.data)
    } else if (event.source === window.parent && event.origin === boot.pageOrigin) {
      frame.contentWindow?.postMessage(event.data, boot.innerOrigin)
    }
  })
  frame.addEventListener('load', () => {
    // Each document of ours says hello once, before it loads; a load without one is another document, or the browser's error page.
    loads += 1
    const expected = loads
    setTimeout(() => {
      if (hellos < expected) report('lockstep/sandbox-lost', {})
      hellos = Math.max(hellos, expected)
    }, boot.helloTimeoutMs)
  })
  frame.setAttribute('sandbox', boot.sandbox)
  frame.allow = boot.allow
  frame.title = boot.title
  frame.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;border:0;display:block;background:transparent'
  document.documentElement.style.cssText = 'height:100%;background:transparent'
  document.body.style.margin = '0'
  frame.src = boot.innerUrl
  document.body.append(frame)
}
