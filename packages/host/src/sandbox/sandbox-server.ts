import type { IncomingMessage, ServerResponse } from 'node:http'
import type { UiCsp } from '@lockstep/contract'
import type { RejectedSource } from '../api/host-state.ts'
import { fileOrigin } from '../files/file-addresses.ts'
import { listenLoopback, type LoopbackServer } from '../net/listen-loopback.ts'
import { buildViewCsp } from './csp.ts'
import { readCspReport, type CspReport } from './csp-report.ts'
import { frameScripts } from './frame-scripts.ts'
import { injectScript } from './inject-script.ts'
import { openAiShimScript, type ShimOffer } from './openai-shim.ts'
import { HELLO_TIMEOUT_MS, outerProxyPage, VIEW_MESSAGE_MAX_CHARS, VIEW_MESSAGES_PER_SECOND } from './outer-proxy.ts'
import type { FrameSurroundings } from './simulate-media.ts'
import { PATH_MAX_CHARS, PATH_PARAMETER, wayBackPage } from './way-back-page.ts'

/** Where files are served: for views, and for servers. Which address is good under which name is the files' own matter. */
const FILE_HOST = /^(?:lockstep-files\.localhost|127\.0\.0\.1):\d+$/
const FILE_PATH = /^\/f\/([A-Za-z0-9_-]{8,100})$/

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
  /** Null: the platform has no `window.openai`. */
  shim: ShimOffer | null
  surroundings: FrameSurroundings
  /** It declares no CSP and runs open. */
  isPermissive: boolean
  /** Brings the document a piece at a time; null = at once. */
  paced: ((text: string) => AsyncIterable<Buffer>) | null
}

/** What became of a document on its way out. */
export interface ServedDocument {
  /** Lines that the host's own scripts put before the view's. */
  addedLines: number
  /** Declared sources that were left out. */
  rejected: RejectedSource[]
}

/** What the server asks the core for. Keys are the unguessable part of the address. */
export interface SandboxSource {
  findView(viewKey: string): SandboxView | null
  /** The HTML with what it starts with; null when it cannot be had any more. */
  readDocument(viewKey: string): Promise<SandboxDocument | null>
  violated(viewKey: string, violation: CspReport): void
  served(viewKey: string, document: ServedDocument): void
}

export interface SandboxOptions {
  port: number
  source: SandboxSource
  /** Origin of the host's page, known once that listens. */
  pageOrigin(): string
  /** Answers `/f/<key>` under the files' own host and, for servers, under 127.0.0.1; absent = there are no files. */
  files?: SandboxFiles
}

export interface SandboxFiles {
  serve(request: IncomingMessage, response: ServerResponse, key: string): void | Promise<void>
}

/**
 * Serves both frames of every view, told apart by the Host header: `<app>-proxy.localhost` the outer page, `<app>-sandbox.localhost` the view.
 * A view answers only under its own two hosts: another Host is 403, an unknown key 404. Files have their own host, and `127.0.0.1` for servers.
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
  const fileKey = FILE_HOST.test(host) ? FILE_PATH.exec(request.url ?? '')?.[1] : undefined
  if (fileKey !== undefined && options.files !== undefined) return options.files.serve(request, response, fileKey)
  if (!isOuter && !isInner) return refuse(response, 403, 'This address serves views only.')
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const match = /^\/([pvr])\/([A-Za-z0-9_-]{8,100})$/.exec(path)
  const [, kind = '', viewKey = ''] = match ?? []
  if (isInner && match === null && isFrameLoad(request)) return serveWayBack(response, host, options)
  const view = match === null ? null : options.source.findView(viewKey)
  if (view === null) return refuse(response, 404, 'No such view.')
  if (`http://${host}` !== (isOuter ? view.outerOrigin : view.innerOrigin)) return refuse(response, 403, 'This view lives elsewhere.')
  if (isInner && kind === 'r') return takeReport(request, response, viewKey, options.source)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'GET only.', { allow: 'GET, HEAD' })
  if (isOuter && kind === 'p') return serveOuter(response, viewKey, view, options)
  if (isInner && kind === 'v') return serveInner(response, { viewKey, path: pathOf(query) }, view, options)
  return refuse(response, 404, 'No such view.')
}

function serveOuter(response: ServerResponse, viewKey: string, view: SandboxView, options: SandboxOptions): void {
  const { html, csp } = outerProxyPage({
    innerUrl: `${view.innerOrigin}/v/${viewKey}`,
    viewKey,
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

/** Any other address of the view's origin: its own router may have put it there. */
function serveWayBack(response: ServerResponse, host: string, options: SandboxOptions): void {
  const { html, csp } = wayBackPage(`http://${host.replace('-sandbox.localhost:', '-proxy.localhost:')}`, options.pageOrigin())
  send(response, html, csp)
}

function isFrameLoad({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers['sec-fetch-dest'] === 'iframe' && headers['sec-fetch-mode'] === 'navigate'
}

/** Where the view stood before it loaded itself anew; a path of its own origin and nothing else. */
function pathOf(query: string): string {
  const path = new URLSearchParams(query).get(PATH_PARAMETER) ?? '/'
  return /^\/(?![/\\])/.test(path) && path.length <= PATH_MAX_CHARS ? path : '/'
}

interface InnerAddress {
  viewKey: string
  path: string
}

async function serveInner(response: ServerResponse, { viewKey, path }: InnerAddress, view: SandboxView, options: SandboxOptions): Promise<void> {
  const document = await options.source.readDocument(viewKey)
  if (document === null) return refuse(response, 404, 'The view cannot be read from its server any more.')
  const { html, csp, shim, surroundings, isPermissive, paced } = document
  const { outerOrigin } = view
  const ancestors = [outerOrigin, options.pageOrigin()]
  const { header, rejected } = buildViewCsp({ csp, isPermissive, ancestors, fileOrigin: fileOriginOf(view, options), reportPath: `/r/${viewKey}` })
  const openai = shim === null ? [] : [openAiShimScript(shim, outerOrigin)]
  const script = frameScripts({ outerOrigin, path, surroundings, more: openai })
  options.source.served(viewKey, { addedLines: script.split('\n').length - 1, rejected })
  const text = injectScript(html, script)
  if (paced === null) return send(response, text, header)
  await trickle(response, paced(text), header)
}

/** Files are served where the view is: at the same port. */
function fileOriginOf({ innerOrigin }: SandboxView, { files }: SandboxOptions): string | null {
  return files === undefined ? null : fileOrigin(Number(new URL(innerOrigin).port))
}

async function takeReport(request: IncomingMessage, response: ServerResponse, viewKey: string, source: SandboxSource): Promise<void> {
  if (request.method !== 'POST') return refuse(response, 405, 'POST only.', { allow: 'POST' })
  const report = await readCspReport(request)
  if (report === 'too large') return refuse(response, 413, 'The report is too large.')
  if (report === null) return refuse(response, 400, 'Not a CSP report.')
  source.violated(viewKey, report)
  response.writeHead(204).end()
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

async function trickle(response: ServerResponse, pieces: AsyncIterable<Buffer>, csp: string): Promise<void> {
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp })
  for await (const piece of pieces) {
    // The frame went away before it had all.
    if (response.destroyed) return
    response.write(piece)
  }
  response.end()
}

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  if (response.headersSent) return void response.end()
  response
    .writeHead(status, { ...HEADERS, ...headers, 'content-type': 'text/plain; charset=utf-8', 'content-security-policy': "default-src 'none'" })
    .end(message)
}
