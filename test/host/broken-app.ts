import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestApp, TestTool } from '../../packages/host/src/testing/mcp-test-server.ts'

const MIME = 'text/html;profile=mcp-app'
const INITIALIZE = `{ jsonrpc: '2.0', id: 1, method: 'ui/initialize', params: { protocolVersion: '2026-01-26', appInfo: { name: 'v', version: '1' }, appCapabilities: {} } }`
const INITIALIZED = `{ jsonrpc: '2.0', method: 'ui/notifications/initialized', params: {} }`

const page = (script: string, body = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>v</title></head><body>${body}<script>${script}</script></body></html>`
/** Shakes hands as it should, then does `then`. */
const shaken = (then: string, initialize = INITIALIZE): string =>
  page(`addEventListener('message', (event) => {
    if (event.source !== parent || event.data.id !== 1) return
    ${then}
  })
  parent.postMessage(${initialize}, '*')`)

export interface BrokenView {
  tool: string
  /** The gate that is to be named; null: none. */
  gate: string | null
  html?: string
  mimeType?: string
  csp?: Record<string, string[]>
  /** What is wrong with the tool or its resource instead of the HTML. */
  fault?: 'no template' | 'tool error' | 'not registered'
}

/** One app for each way in which a widget stays blank, and one that works. `api`: a server that answers without CORS headers. */
export function brokenViews(api: string): BrokenView[] {
  return [
    { tool: 'without_template', gate: 'template', fault: 'no template' },
    { tool: 'that_fails', gate: 'call', fault: 'tool error' },
    { tool: 'not_registered', gate: 'read', fault: 'not registered' },
    { tool: 'plain_mime', gate: 'mime', mimeType: 'text/html', html: page('') },
    { tool: 'no_html', gate: 'html', html: 'just words' },
    {
      tool: 'unclosed_comment',
      gate: 'html',
      html: '<!doctype html><html><head><title>v</title></head><body><!-- begins <p>and never ends</p></body></html>',
    },
    { tool: 'navigates_away', gate: 'frame', html: page(`location.href = 'https://elsewhere.example/'`) },
    { tool: 'posts_nothing', gate: 'initialize', html: page(`addEventListener('message', () => {})`) },
    { tool: 'wrong_target', gate: 'initialize', html: page(`parent.postMessage(${INITIALIZE}, 'https://chatgpt.com')`) },
    { tool: 'foreign_words', gate: 'initialize', html: page(`parent.postMessage({ type: 'ready' }, '*')`) },
    { tool: 'client_info', gate: 'initialize', html: shaken('', INITIALIZE.replace('appInfo', 'clientInfo')) },
    { tool: 'never_initialized', gate: 'initialized', html: shaken('') },
    {
      tool: 'blocked_script',
      gate: 'csp',
      html: '<!doctype html><html lang="en"><head><title>v</title><script src="https://cdn.example/app.js"></script></head><body><div id="root"></div></body></html>',
    },
    {
      tool: 'no_cors',
      gate: 'cors',
      csp: { connectDomains: [api] },
      html: page(`fetch('${api}/data').catch(() => {}); ${painted('Loading')}`),
    },
    {
      tool: 'late_listener',
      gate: 'paint',
      html: shaken(`parent.postMessage(${INITIALIZED}, '*'); setTimeout(() => { globalThis.ontoolresult = () => {} }, 50)`),
    },
    { tool: 'throws', gate: 'error', html: page(`document.getElementById('root').append('never')`) },
    { tool: 'healthy', gate: null, csp: {}, html: shaken(`parent.postMessage(${INITIALIZED}, '*'); ${painted('Hello')}`) },
  ]
}

function painted(text: string): string {
  return `document.body.insertAdjacentHTML('afterbegin', '<p>${text}</p>')`
}

export function brokenApp(views: readonly BrokenView[]): TestApp {
  const tools = views.map(({ tool, fault }): TestTool => {
    const result = { content: [{ type: 'text' as const, text: tool }], structuredContent: { tool }, _meta: { private: tool } }
    return {
      name: tool,
      description: `Use this when ${tool} is asked for.`,
      annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
      ...(fault === 'no template' ? {} : { meta: { ui: { resourceUri: uriOf(tool) }, 'openai/outputTemplate': uriOf(tool) } }),
      run: () => (fault === 'tool error' ? { ...result, isError: true } : result),
    }
  })
  const resources = views.flatMap(({ tool, html, mimeType = MIME, csp }) =>
    html === undefined ? [] : [{ uri: uriOf(tool), mimeType, text: html, meta: { ui: { csp: csp ?? {} } } }],
  )
  return { tools, resources }
}

function uriOf(tool: string): string {
  return `ui://broken/${tool}.html`
}

/** Answers everything, and lets no other origin read it. */
export async function startPlainApi(): Promise<{ origin: string; close(): void }> {
  const server = createServer((_request, response) => response.end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() }
}
