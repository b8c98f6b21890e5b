import type { Golden } from '@lockstep/contract/golden'
import { startTestServer, type TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'

const VIEW_URI = 'ui://list/list.html'

/** A view that counts: each click is kept as widgetState. `loadId` tells one document from the next. */
const VIEW = `<!doctype html><html lang="en"><head><title>List</title></head><body><h1>List</h1><button id="add">Add</button><output id="count">0</output>
<script>
  window.loadId = String(Math.random())
  const count = () => (window.openai.widgetState?.modelContent?.count ?? 0)
  const show = () => { document.getElementById('count').textContent = String(count()) }
  document.getElementById('add').onclick = () => {
    window.openai.setWidgetState({ modelContent: { count: count() + 1 }, privateContent: null, imageIds: [] })
    show()
  }
  parent.postMessage({ jsonrpc: '2.0', id: 1, method: 'ui/initialize', params: { protocolVersion: '2026-01-26', appInfo: { name: 'list', version: '1' }, appCapabilities: {} } }, '*')
  addEventListener('message', (event) => {
    if (event.data?.id === 1) parent.postMessage({ jsonrpc: '2.0', method: 'ui/notifications/initialized', params: {} }, '*')
  })
  show()
</script></body></html>`

export const listGolden: Golden = {
  version: 1,
  starters: ['Open the list'],
  prompts: [
    { id: 'open', kind: 'direct', patterns: ['open the list'], examples: [], call: { tool: 'open_list', arguments: {} } },
    { id: 'delete', kind: 'direct', patterns: ['delete the list'], examples: [], call: { tool: 'delete_list', arguments: { name: 'groceries' } } },
  ],
}

export interface ListApp extends TestServer {
  /** Arguments of the deletions that ran. */
  deletions: Array<Record<string, unknown>>
}

/** A tiny app with one view and one destructive tool. */
export async function startListApp(): Promise<ListApp> {
  const deletions: Array<Record<string, unknown>> = []
  const server = await startTestServer({
    tools: [
      {
        name: 'open_list',
        title: 'Open list',
        description: 'Opens the list.',
        annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
        meta: { ui: { resourceUri: VIEW_URI } },
        run: () => ({ content: [{ type: 'text', text: 'The list is open.' }], structuredContent: { lines: 0 } }),
      },
      {
        name: 'delete_list',
        title: 'Delete list',
        description: 'Deletes the list for good.',
        annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
        run: (args) => {
          deletions.push(args)
          return { content: [{ type: 'text', text: 'The list is deleted.' }] }
        },
      },
      {
        name: 'rename_list',
        title: 'Rename list',
        description: 'Renames a list to another label.',
        annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
        inputSchema: {
          type: 'object',
          properties: { label: { type: 'string', description: 'The new label' }, pages: { type: 'integer' } },
          required: ['label'],
        },
        run: (args) => ({ content: [{ type: 'text', text: `Renamed to ${String(args['label'])}.` }] }),
      },
    ],
    resources: [{ uri: VIEW_URI, mimeType: 'text/html;profile=mcp-app', text: VIEW, meta: { ui: { prefersBorder: true } } }],
  })
  return { ...server, deletions }
}
