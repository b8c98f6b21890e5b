import { vi, type Mock } from 'vitest'
import type { OpenAiMethods } from '@lockstep/contract'
import { createFakeClock } from './fake-clock.ts'
import { connectView, type ConnectViewOptions } from '../../packages/view/src/connect-view.ts'
import { bridgeHost, FakeHost, settle } from '../../packages/view/test/fake-host.ts'

const appInfo = { name: 'cart', version: '1.0.0' }

export function connect(host: FakeHost, options: Partial<ConnectViewOptions> = {}) {
  const clock = createFakeClock()
  return { host, clock, runtime: connectView({ window: host.window, appInfo, clock, ...options }) }
}

/** All methods of `window.openai`, recorded. */
export function openAiMethods(): Record<keyof OpenAiMethods, Mock> {
  return {
    callTool: vi.fn(async () => ({ content: [], structuredContent: { by: 'openai' } })),
    sendFollowUpMessage: vi.fn(async () => undefined),
    setWidgetState: vi.fn(),
    requestDisplayMode: vi.fn(async ({ mode }: { mode: string }) => ({ mode })),
    requestModal: vi.fn(async () => ({ closed: true })),
    requestClose: vi.fn(),
    notifyIntrinsicHeight: vi.fn(),
    openExternal: vi.fn(),
    setOpenInAppUrl: vi.fn(async () => undefined),
    uploadFile: vi.fn(async () => ({ fileId: 'file_up' })),
    selectFiles: vi.fn(async () => [{ fileId: 'file_pick', fileName: 'a.png', mimeType: 'image/png' }]),
    getFileDownloadUrl: vi.fn(async ({ fileId }: { fileId: string }) => ({ downloadUrl: `https://files.test/${fileId}` })),
    requestCheckout: vi.fn(async () => ({ paid: true })),
  }
}

/** A view inside a host that has `window.openai` and nothing else. */
export async function onOpenAi(globals: Record<string, unknown> = {}) {
  const methods = openAiMethods()
  const connected = connect(new FakeHost({ hasParent: false, openai: { ...globals, ...methods } }))
  await settle()
  return { ...connected, methods }
}

/** A view inside a host that has the bridge and nothing else; it answers all that is asked. */
export async function onBridge(options: Parameters<typeof bridgeHost>[0] = {}) {
  const host = bridgeHost(options)
  host.answers['tools/call'] = () => ({ content: [], structuredContent: { by: 'bridge' } })
  host.answers['ui/message'] = () => ({})
  host.answers['ui/open-link'] = () => ({})
  host.answers['ui/request-display-mode'] = ({ mode }) => ({ mode })
  host.answers['ui/update-model-context'] = () => ({})
  const connected = connect(host)
  await settle()
  const sent = (method: string) => host.sent(method).map(({ params }) => params)
  return { ...connected, sent }
}
