import type { IncomingMessage, ServerResponse } from 'node:http'
import { isRecord, type UiCsp } from '@lockstep/contract'
import { listenLoopback, type LoopbackServer } from '../net/listen-loopback.ts'
import { buildViewCsp } from './csp.ts'
import { injectScript } from './inject-script.ts'
import { inlineCall } from './inline-script.ts'
import { installOpenAi, WIDGET_STATE_MAX_CHARS } from './openai-shim.ts'
import { HELLO_TIMEOUT_MS, outerProxyPage, VIEW_MESSAGE_MAX_CHARS, VIEW_MESSAGES_PER_SECOND } from './outer-proxy.ts'

/** Bytes of one CSP report. */
const REPORT_MAX_BYTES = 64_000
/** Characters of a directive and of a blocked address that are kept; anybody who knows the view's address can send reports. */
const REPORT_TEXT_MAX_CHARS = 500

/** A view as the sandbox serves it. */
export interface SandboxView {
  title: string
  outerOrigin: string
  innerOrigin: string
  frameSandbox: string
  frameAllow: string
}

export interface SandboxDocument {
  html: string
  csp: UiCsp
  globals: Record<string, unknown>
}

/** What the server asks the core for. Keys are the unguessable part of the address. */
export interface SandboxSource {
  findView(viewKey: string): SandboxView | null
  /** The HTML with what it starts with; null when it cannot be had any more. */
  readDocument(viewKey: string): Promise<SandboxDocument | null>
  violated(viewKey: string, violation: { directive: string; blockedUrl: string }): void
  rejectedSources(viewKey: string, rejected: Array<{ field: string; entry: string; reason: string }>): void
}

export interface SandboxOptions {
  port: number
  source: SandboxSource
  /** Origin of the host's page, known once that listens. */
  pageOrigin(): string
}

/**
 * Serves both frames of every view, told apart by the Host header: `<app>-proxy.localhost` the outer page, `<app>-sandbox.localhost` the view.
 * A view answers only under its own two hosts: another Host is 403, an unknown key 404.
 */
export function startSandboxServer(options: SandboxOptions): Promise<LoopbackServer> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void handle(request, response, options).catch(() => refuse(response, 500, 'The sandbox could not serve this.'))
  }
  return listenLoopback(listener, options.port, 'the sandbox of the views')
}

async function handle(request: IncomingMessage, response: ServerResponse, options: SandboxOptions): Promise<void> {
  const host = request.headers.host ?? ''
  const isOuter = /^[a-z0-9-]+-proxy\.localhost:\d+$/.test(host)
  const isInner = /^[a-z0-9-]+-sandbox\.localhost:\d+$/.test(host)
  if (!isOuter && !isInner) return refuse(response, 403, 'This address serves views only.')
  const match = /^\/([pvr])\/([A-Za-z0-9_-]{8,100})$/.exec((request.url ?? '').split('?')[0] ?? '')
  const [, kind = '', viewKey = ''] = match ?? []
  const view = match === null ? null : options.source.findView(viewKey)
  if (view === null) return refuse(response, 404, 'No such view.')
  if (`http://${host}` !== (isOuter ? view.outerOrigin : view.innerOrigin)) return refuse(response, 403, 'This view lives elsewhere.')
  if (isInner && kind === 'r') return takeReport(request, response, viewKey, options.source)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'GET only.', { allow: 'GET, HEAD' })
  if (isOuter && kind === 'p') return serveOuter(response, viewKey, view, options)
  if (isInner && kind === 'v') return serveInner(response, viewKey, view, options)
  return refuse(response, 404, 'No such view.')
}

function serveOuter(response: ServerResponse, viewKey: string, view: SandboxView, options: SandboxOptions): void {
  const { html, csp } = outerProxyPage({
    innerUrl: `${view.innerOrigin}/v/${viewKey}`,
    innerOrigin: view.innerOrigin,
    pageOrigin: options.pageOrigin(),
    title: view.title,
    sandbox: view.frameSandbox,
    allow: view.frameAllow,
    maxMessageChars: VIEW_MESSAGE_MAX_CHARS,
    maxMessagesPerSecond: VIEW_MESSAGES_PER_SECOND,
    helloTimeoutMs: HELLO_TIMEOUT_MS,
  })
  send(response, html, csp)
}

async function serveInner(response: ServerResponse, viewKey: string, view: SandboxView, options: SandboxOptions): Promise<void> {
  const document = await options.source.readDocument(viewKey)
  if (document === null) return refuse(response, 404, 'The view cannot be read from its server any more.')
  const { header, rejected } = buildViewCsp({ csp: document.csp, ancestors: [view.outerOrigin, options.pageOrigin()], reportPath: `/r/${viewKey}` })
  if (rejected.length > 0) options.source.rejectedSources(viewKey, rejected)
  const script = inlineCall(installOpenAi, { outerOrigin: view.outerOrigin, globals: document.globals, widgetStateMaxChars: WIDGET_STATE_MAX_CHARS })
  send(response, injectScript(document.html, script), header)
}

async function takeReport(request: IncomingMessage, response: ServerResponse, viewKey: string, source: SandboxSource): Promise<void> {
  if (request.method !== 'POST') return refuse(response, 405, 'POST only.', { allow: 'POST' })
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > REPORT_MAX_BYTES) return refuse(response, 413, 'The report is too large.')
  }
  const report = parseReport(text)
  if (report === null) return refuse(response, 400, 'Not a CSP report.')
  source.violated(viewKey, report)
  response.writeHead(204).end()
}

function parseReport(text: string): { directive: string; blockedUrl: string } | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  const report = isRecord(parsed) ? parsed['csp-report'] : null
  if (!isRecord(report)) return null
  const directive = report['effective-directive'] ?? report['violated-directive']
  const blocked = report['blocked-uri']
  if (typeof directive !== 'string' || typeof blocked !== 'string') return null
  return { directive: directive.slice(0, REPORT_TEXT_MAX_CHARS), blockedUrl: blocked.slice(0, REPORT_TEXT_MAX_CHARS) }
}

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'origin-agent-cluster': '?1',
}

function send(response: ServerResponse, html: string, csp: string): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp }).end(html)
}

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  if (response.headersSent) return void response.end()
  response
    .writeHead(status, { ...HEADERS, ...headers, 'content-type': 'text/plain; charset=utf-8', 'content-security-policy': "default-src 'none'" })
    .end(message)
}
