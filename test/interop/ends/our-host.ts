import { createCoreHarness, goldenOf } from '../../../packages/host/src/testing/core-harness.ts'
import { startTestServer } from '../../../packages/host/src/testing/mcp-test-server.ts'
import { vi } from 'vitest'
import { FAILED, RECIPE, SHOWN, type InteropHost } from './ends.ts'

const VIEW_URI = 'ui://interop/view.html'
const MOUNT = 'interop-mount'
const forViews = { ui: { visibility: ['app'] } }

/** `@lockstep/host` at the host's end of a pipe: its core, with a real MCP server behind it and the pipe in the place of its page. */
export async function ourHost(): Promise<InteropHost> {
  const calls: Array<readonly [string, Record<string, unknown>]> = []
  let finish = () => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const server = await startTestServer({
    tools: [
      {
        name: 'show',
        annotations: { readOnlyHint: true },
        meta: { ui: { resourceUri: VIEW_URI } },
        run: async () => {
          await finished
          return SHOWN
        },
      },
      {
        name: 'echo',
        meta: forViews,
        run: (args) => {
          calls.push(['echo', args])
          return { structuredContent: { echoed: args } }
        },
      },
      { name: 'fail', meta: forViews, run: () => FAILED },
      { name: 'secret', meta: { ui: { visibility: ['model'] } }, run: () => ({}) },
    ],
    resources: [RECIPE, { uri: VIEW_URI, mimeType: 'text/html;profile=mcp-app', text: '<!doctype html><p>view' }],
  })
  const { core, lastView } = createCoreHarness({ mcpUrl: server.mcpUrl, golden: goldenOf({ 'show {what}': ['show', { what: '{what}' }] }) })
  core.changeSettings({ theme: 'light' })
  const links: string[] = []
  // The person says yes to every link: a view is answered only then.
  core.subscribe(() => {
    const [link] = core.getState().pendingLinks
    if (link === undefined) return
    links.push(link.url)
    core.answerLink(link.id, true)
  })

  return {
    begin: async ({ what }) => {
      core.sendMessage(`show ${String(what)}`)
      await vi.waitUntil(() => core.getState().instances.length === 1, { timeout: 10_000 })
    },
    finish: async () => {
      finish()
      await core.whenIdle()
    },
    stop: async () => {
      core.stop()
      await core.whenIdle()
    },
    mount: (end) => {
      const { id } = lastView()
      core.subscribeDeliveries(({ mountId, message }) => {
        if (mountId === MOUNT) end.send(message)
      })
      end.listen((message) => {
        void core.receiveFromView(id, MOUNT, message).then((answer) => {
          if (answer !== null) end.send(answer)
        })
      })
    },
    changeTheme: (theme) => core.changeSettings({ theme }),
    close: async () => {
      core.closeView(lastView().id)
      await vi.waitUntil(() => lastView().phase === 'closed', { timeout: 5_000 })
    },
    did: () => {
      const { conversation, trace } = core.getState()
      const { modelContext, heightPx, displayMode, phase } = lastView()
      return {
        calls,
        messages: conversation.entries.flatMap((entry) => (entry.kind === 'user' && entry.by === 'view' ? [entry.text] : [])),
        links,
        modelContext: modelContext?.['structuredContent'] ?? null,
        heightPx,
        logged: trace.flatMap(({ name, detail }) => (name === 'view.log' ? [detail['data']] : [])),
        displayMode,
        isClosed: phase === 'closed',
      }
    },
    dispose: async () => {
      finish()
      await core.close()
      await server.close()
    },
  }
}
