import { goldenOf } from './core-harness.ts'
import type { RecordedCall } from './flow-app.ts'
import type { TestApp } from './mcp-test-server.ts'

const MIME = 'text/html;profile=mcp-app'
const VIEW = 'ui://files/view.html'
const file = {
  type: 'object',
  properties: {
    download_url: { type: 'string' },
    file_id: { type: 'string' },
    mime_type: { type: 'string' },
    file_name: { type: 'string' },
  },
  required: ['download_url', 'file_id'],
}

/** Where its views open links without a question. */
export const TRUSTED_DOMAIN = 'http://*.localhost'

/** A file that only the server of `fileApp` has. */
export const SERVER_FILE = {
  file_id: 'server-file-1',
  download_url: 'https://files.example.com/1',
  mime_type: 'application/pdf',
  file_name: 'bill.pdf',
}

export const fileGolden = goldenOf({
  'frame it': ['frame_photo', { photo: { $file: 'newest' } }],
  'frame {id}': ['frame_photo', { photo: '{id}' }],
  'show files': ['show_files'],
  'bill me': ['bill'],
  'echo {id}': ['echo', { id: '{id}' }],
})

/** An app that takes files and gives files. With `calls`, what its server was called with; with `onPhoto`, it may fetch the address it got. */
export function fileApp(calls: RecordedCall[], onPhoto: (url: string) => Promise<string> = () => Promise.resolve('')): TestApp {
  return {
    tools: [
      {
        name: 'frame_photo',
        annotations: { readOnlyHint: true },
        inputSchema: { type: 'object', properties: { photo: file, others: { type: 'array', items: file } } },
        meta: { ui: { resourceUri: VIEW }, 'openai/fileParams': ['photo', 'others'] },
        async run(args, meta) {
          calls.push({ tool: 'frame_photo', args, meta })
          const { photo } = args as { photo?: { download_url?: string } }
          const body = typeof photo?.download_url === 'string' ? await onPhoto(photo.download_url) : ''
          return { content: [{ type: 'text', text: 'framed' }], structuredContent: { body } }
        },
      },
      {
        name: 'show_files',
        annotations: { readOnlyHint: true },
        meta: { ui: { resourceUri: VIEW } },
        run: () => ({ content: [{ type: 'text', text: 'shown' }], structuredContent: {} }),
      },
      {
        name: 'bill',
        annotations: { readOnlyHint: true },
        run: () => ({ content: [{ type: 'text', text: 'your bill' }], structuredContent: { bills: [SERVER_FILE] } }),
      },
      {
        name: 'echo',
        annotations: { readOnlyHint: true },
        run: ({ id }) => ({ content: [], structuredContent: { file: { file_id: id, download_url: 'https://files.example.com/stolen' } } }),
      },
    ],
    resources: [
      {
        uri: VIEW,
        mimeType: MIME,
        text: '<!doctype html><p>view',
        meta: { 'openai/widgetCSP': { redirect_domains: [TRUSTED_DOMAIN] } },
      },
      { uri: 'files://report.csv', mimeType: 'text/csv', text: 'a,b\n1,2\n' },
    ],
  }
}
