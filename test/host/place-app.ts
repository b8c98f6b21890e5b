import type { Golden } from '@lockstep/contract/golden'
import { startTestServer, type TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'

const mimeType = 'text/html;profile=mcp-app'
const annotations = { readOnlyHint: true, destructiveHint: false, openWorldHint: false }

/** A view that shows where it stands, keeps typed text, moves its own history and opens dialogs. `loadId` tells one document from the next. */
const PLACE = `<!doctype html><html lang="en"><head><title>Place</title><style>
  :root { color-scheme: light dark } body { margin: 0; padding: 12px; font: 15px/1.5 system-ui } button, input { font: inherit }
  #foot { padding-bottom: 0 }
</style></head><body>
<h1 style="font-size:17px;margin:0 0 8px">Where am I?</h1>
<p>Mode <output id="mode"></output>, params <output id="params"></output>, path <output id="path"></output>, answer <output id="answer"></output></p>
<p><input id="draft" aria-label="Draft"> <button id="next">Next page</button> <button id="dialog">Dialog</button></p>
<div id="foot">Foot</div>
<script>
  window.loadId = String(Math.random())
  const host = window.openai
  const put = (id, text) => { document.getElementById(id).textContent = text }
  const show = () => {
    put('mode', host.view.mode); put('params', JSON.stringify(host.view.params ?? null)); put('path', location.pathname)
    document.getElementById('foot').style.paddingBottom = host.safeArea.insets.bottom + 'px'
  }
  window.addEventListener('openai:set_globals', show)
  window.addEventListener('popstate', show)
  document.getElementById('next').onclick = () => { history.pushState(null, '', '/page-' + history.length); show() }
  document.getElementById('dialog').onclick = async () => {
    put('answer', 'waiting')
    put('answer', JSON.stringify(await host.requestModal({ params: { item: 7 }, title: 'Item 7' })))
  }
  show()
  host.notifyIntrinsicHeight(document.body.scrollHeight)
</script></body></html>`

/** As high as its frame, and a margin besides: the classic loop. */
const GROWING = `<!doctype html><html lang="en"><head><title>Growing</title><style>
  body { margin: 0; padding: 10px 0; min-height: 100vh }
</style></head><body><p>I am as high as my frame.</p><script>
  new ResizeObserver(() => window.openai.notifyIntrinsicHeight(document.body.getBoundingClientRect().height)).observe(document.body)
</script></body></html>`

export const placeGolden: Golden = {
  version: 1,
  starters: ['Show the place'],
  prompts: [
    { id: 'place', kind: 'direct', patterns: ['show the place'], examples: [], call: { tool: 'show_place', arguments: {} } },
    { id: 'grow', kind: 'direct', patterns: ['show the growing one'], examples: [], call: { tool: 'show_growing', arguments: {} } },
  ],
}

/** An app whose views play with their place on the screen. */
export function startPlaceApp(): Promise<TestServer> {
  return startTestServer({
    tools: [
      {
        name: 'show_place',
        title: 'Show the place',
        description: 'Shows where it is.',
        annotations,
        meta: { ui: { resourceUri: 'ui://place/place.html' } },
        run: () => ({ content: [{ type: 'text', text: 'Shown.' }], structuredContent: { ok: true } }),
      },
      {
        name: 'show_growing',
        title: 'Show the growing one',
        description: 'Shows a view that never has enough.',
        annotations,
        meta: { ui: { resourceUri: 'ui://place/growing.html' } },
        run: () => ({ content: [{ type: 'text', text: 'Shown.' }], structuredContent: { ok: true } }),
      },
    ],
    resources: [
      {
        uri: 'ui://place/place.html',
        mimeType,
        text: PLACE,
        meta: { ui: { prefersBorder: true, domain: 'https://place.example.com' }, 'openai/widgetDescription': 'A view that tells where it stands' },
      },
      { uri: 'ui://place/growing.html', mimeType, text: GROWING, meta: { ui: { prefersBorder: false } } },
    ],
  })
}
