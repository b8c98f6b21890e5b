import type { HostCapabilities, VIEW_TO_HOST, VIEW_TO_HOST_MORE } from '@lockstep/contract'
import type { Frame } from 'playwright-core'
import { expect } from 'vitest'
import { answerLink, notify, request, requestUnanswered, saidByView, until, type Mounted } from './probe-view.ts'

type BridgeMethod = (typeof VIEW_TO_HOST)[keyof typeof VIEW_TO_HOST] | (typeof VIEW_TO_HOST_MORE)[keyof typeof VIEW_TO_HOST_MORE]

interface BridgeCase {
  /** What the host must have told for it; null = it belongs to every bridge. */
  needs: keyof HostCapabilities | null
  /** How a host that does not offer it must answer; a notification has no answer. */
  kind: 'request' | 'notification'
  run(mounted: Mounted): Promise<void>
}

async function answers(frame: Frame, method: string, params: Record<string, unknown>, result: unknown): Promise<void> {
  expect(await request(frame, method, params)).toMatchObject({ result })
}

/** Every method of the bridge in the order in which a view may use it; the last one ends the view. */
export const BRIDGE: Record<BridgeMethod, BridgeCase> = {
  'ui/initialize': {
    needs: null,
    kind: 'request',
    async run({ frame }) {
      const params = { protocolVersion: '2026-01-26', appInfo: { name: 'probe', version: '1' }, appCapabilities: {} }
      await answers(frame, 'ui/initialize', params, { protocolVersion: '2026-01-26', hostContext: { displayMode: 'inline' } })
    },
  },
  'ui/notifications/initialized': {
    needs: null,
    kind: 'notification',
    async run({ frame }) {
      await notify(frame, 'ui/notifications/initialized')
      await until(() =>
        frame.evaluate(() =>
          (Reflect.get(window, 'heard') as Array<{ method: string }>).some(({ method }) => method === 'ui/notifications/tool-result'),
        ),
      )
    },
  },
  ping: { needs: null, kind: 'request', run: ({ frame }) => answers(frame, 'ping', {}, {}) },
  'tools/call': {
    needs: 'serverTools',
    kind: 'request',
    run: ({ frame }) => answers(frame, 'tools/call', { name: 'echo', arguments: { a: 1 } }, { structuredContent: { echoed: { a: 1 } } }),
  },
  'tools/list': {
    needs: 'serverTools',
    kind: 'request',
    run: ({ frame }) => answers(frame, 'tools/list', {}, { tools: expect.any(Array) as unknown[] }),
  },
  'resources/read': {
    needs: 'serverResources',
    kind: 'request',
    run: ({ frame }) => answers(frame, 'resources/read', { uri: 'ui://probe/old.html' }, { contents: [{ uri: 'ui://probe/old.html' }] }),
  },
  'resources/list': {
    needs: 'serverResources',
    kind: 'request',
    run: ({ frame }) => answers(frame, 'resources/list', {}, { resources: expect.any(Array) as unknown[] }),
  },
  'resources/templates/list': {
    needs: 'serverResources',
    kind: 'request',
    run: ({ frame }) => answers(frame, 'resources/templates/list', {}, { resourceTemplates: expect.any(Array) as unknown[] }),
  },
  'prompts/list': {
    needs: null,
    kind: 'request',
    run: ({ frame }) => answers(frame, 'prompts/list', {}, { prompts: [] }),
  },
  'ui/message': {
    needs: 'message',
    kind: 'request',
    async run({ frame, core }) {
      await answers(frame, 'ui/message', { role: 'user', content: [{ type: 'text', text: 'a message' }] }, {})
      await until(() => saidByView(core, 'a message'))
      await core.whenIdle()
    },
  },
  'ui/update-model-context': {
    needs: 'updateModelContext',
    kind: 'request',
    async run({ frame, instance }) {
      await answers(frame, 'ui/update-model-context', { structuredContent: { chosen: 2 } }, {})
      expect(instance().modelContext).toMatchObject({ structuredContent: { chosen: 2 } })
    },
  },
  'ui/open-link': {
    needs: 'openLinks',
    kind: 'request',
    async run({ frame, core }) {
      const answered = answers(frame, 'ui/open-link', { url: 'https://elsewhere.example/b' }, {})
      await answerLink(core, 'https://elsewhere.example/b')
      await answered
    },
  },
  'ui/download-file': {
    needs: 'downloadFile',
    kind: 'request',
    async run({ frame, core }) {
      const contents = [{ type: 'resource', resource: { uri: 'file:///notes.txt', mimeType: 'text/plain', text: 'notes' } }]
      const answered = answers(frame, 'ui/download-file', { contents }, { isError: true })
      const download = await until(() => core.getState().pendingDownloads[0])
      core.files.answerDownload(download.id, false)
      await answered
    },
  },
  'sampling/createMessage': {
    needs: 'sampling',
    kind: 'request',
    run: () => Promise.reject(new Error('No platform here lends its model to views.')),
  },
  'ui/request-display-mode': {
    needs: null,
    kind: 'request',
    async run({ frame, instance }) {
      await answers(frame, 'ui/request-display-mode', { mode: 'fullscreen' }, { mode: 'fullscreen' })
      expect(instance().displayMode).toBe('fullscreen')
      await answers(frame, 'ui/request-display-mode', { mode: 'inline' }, { mode: 'inline' })
    },
  },
  'ui/notifications/size-changed': {
    needs: null,
    kind: 'notification',
    async run({ frame, instance }) {
      await notify(frame, 'ui/notifications/size-changed', { width: 300, height: 444 })
      await until(() => instance().heightPx === 444)
    },
  },
  'notifications/message': {
    needs: 'logging',
    kind: 'notification',
    async run({ frame, core }) {
      await notify(frame, 'notifications/message', { level: 'info', data: 'a log line' })
      await until(() => core.getState().trace.some(({ name, detail }) => name === 'view.log' && detail['data'] === 'a log line'))
    },
  },
  'notifications/cancelled': {
    needs: null,
    kind: 'notification',
    async run({ frame, core }) {
      // A call that was given up has no answer; what became of it is told in the trace.
      const isTraced = (event: string): boolean =>
        core.getState().trace.some(({ name, detail }) => name === event && JSON.stringify(detail).includes('stuck'))
      await requestUnanswered(frame, 'tools/call', { name: 'stuck' }, 'to-cancel')
      await until(() => isTraced('mcp.call'))
      await notify(frame, 'notifications/cancelled', { requestId: 'to-cancel', reason: 'changed my mind' })
      await until(() => isTraced('mcp.fault'))
    },
  },
  'ui/notifications/request-teardown': {
    needs: null,
    kind: 'notification',
    async run({ frame, instance }) {
      await notify(frame, 'ui/notifications/request-teardown')
      await until(() => instance().phase === 'closed')
    },
  },
}
