/// <reference lib="dom" />
import { cspHash, escapeHtml, inlineCall } from './inline-script.ts'

export interface ProxyBoot {
  innerUrl: string
  /** Becomes the inner frame's name, by which a document of it that lost its address finds back. */
  viewKey: string
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
 * Relays messages between the page and the inner frame, each checked for its window and its exact origin. From the view only JSON goes on, and the one
 * file of an upload. It says two things of its own to the page: that the frame has gone elsewhere, and that it drops messages.
 * Where the page around it is within its reach it shows nothing: that is no sandbox.
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
  const jsonOf = (data: unknown): string | undefined => {
    try {
      return JSON.stringify(data)
    } catch {
      return undefined
    }
  }
  const fromView = (data: unknown): void => {
    const now = Math.floor(performance.now() / 1000) + 1
    if (now !== second) {
      second = now
      inSecond = 0
    }
    inSecond += 1
    if (inSecond > boot.maxMessagesPerSecond) return drop('flood')
    const text = jsonOf(data)
    if (text === undefined) return drop('not JSON')
    if (text.length > boot.maxMessageChars) return drop('too large')
    const message = JSON.parse(text) as { method?: unknown; params?: Record<string, unknown> } | null
    const method = message?.method
    if (typeof method === 'string' && (method.startsWith('lockstep/') || method.startsWith('ui/notifications/sandbox-'))) return
    if (method === 'lockstep-frame/hello') hellos += 1
    const file = (data as { params?: { file?: unknown } | null } | null)?.params?.file
    if (method === 'openai/uploadFile' && message?.params && file instanceof Blob) message.params['file'] = file
    window.parent.postMessage(message, boot.pageOrigin)
  }
  const isPageInReach = (): boolean => {
    try {
      return window.top?.document !== undefined
    } catch {
      return false
    }
  }
  if (isPageInReach()) {
    document.body.textContent = 'This is a part of a page, and shows nothing by itself.'
    return
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source === frame.contentWindow) {
      if (event.origin === boot.innerOrigin) fromView(event.data)
    } else if (event.source === window.parent && event.origin === boot.pageOrigin) {
      frame.contentWindow?.postMessage(event.data, boot.innerOrigin)
    }
  })
  frame.addEventListener('load', () => {
    // Each document of ours says hello before it loads; a load without one is another document, or the browser's error page.
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
  frame.name = boot.viewKey
  frame.src = boot.innerUrl
  document.body.append(frame)
}
