import type { Golden } from '@lockstep/contract/golden'
import { startTestServer, type TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'

/** A view that does nothing by itself: tests reach `window.openai` and the bridge in it, and read what came. What it hears goes to the console too, since a frame may go before it is asked. */
const VIEW = `<!doctype html><html><head><title>probe</title><script>
  window.heard = []
  const waiting = new Map()
  addEventListener('message', ({ data }) => {
    if (waiting.has(data.id) && data.method === undefined) return void waiting.get(data.id)(data)
    if (data.method === undefined) return
    window.heard.push(data)
    console.log('HEARD ' + data.method)
    if (data.id !== undefined) parent.postMessage({ jsonrpc: '2.0', id: data.id, result: {} }, '*')
  })
  addEventListener('openai:set_globals', () => console.log('HEARD openai:set_globals'))
  let count = 0
  window.notify = (method, params = {}) => parent.postMessage({ jsonrpc: '2.0', method, params }, '*')
  window.request = (method, params = {}, id = 'probe-' + (count += 1)) => new Promise((resolve) => {
    waiting.set(id, resolve)
    parent.postMessage({ jsonrpc: '2.0', id, method, params }, '*')
  })
</script></head><body><h1 id="probe">probe</h1></body></html>`

const NEW_URI = 'ui://probe/new.html'
const OLD_URI = 'ui://probe/old.html'

export const membersGolden: Golden = {
  version: 1,
  starters: [],
  prompts: ['show', 'wait', 'show_old', 'gate'].map((tool) => ({
    id: tool,
    kind: 'direct',
    patterns: [`${tool} it`],
    examples: [],
    call: { tool, arguments: tool === 'gate' ? { things: { n: 1 } } : {} },
  })),
}

/** A server whose one view is declared in both dialects, with a template for each. */
export function startMembersApp(): Promise<TestServer> {
  const template = { ui: { resourceUri: NEW_URI }, 'openai/outputTemplate': OLD_URI, 'openai/widgetAccessible': true }
  const forViews = { ui: { visibility: ['app'] }, 'openai/widgetAccessible': true }
  const meta = { ui: { domain: 'https://probe.example' }, 'openai/widgetDomain': 'https://probe.example' }
  const readOnly = { readOnlyHint: true }
  const never = (): Promise<never> => new Promise(() => undefined)
  return startTestServer({
    tools: [
      {
        name: 'show',
        annotations: readOnly,
        meta: template,
        run: () => ({ content: [{ type: 'text', text: 'shown' }], structuredContent: { apples: 3 }, _meta: { forView: 'only' } }),
      },
      { name: 'show_old', annotations: readOnly, meta: { 'openai/outputTemplate': OLD_URI }, run: () => ({ content: [] }) },
      { name: 'gate', annotations: { destructiveHint: true }, meta: template, run: () => ({ content: [] }) },
      { name: 'wait', annotations: readOnly, meta: template, run: never },
      { name: 'echo', annotations: readOnly, meta: forViews, run: (args) => ({ structuredContent: { echoed: args } }) },
      { name: 'stuck', annotations: readOnly, meta: forViews, run: never },
    ],
    resources: [
      { uri: NEW_URI, mimeType: 'text/html;profile=mcp-app', text: VIEW, meta },
      { uri: OLD_URI, mimeType: 'text/html+skybridge', text: VIEW, meta },
    ],
  })
}
