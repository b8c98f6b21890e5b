import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge'
import type { DisplayMode } from '@lockstep/contract'

/** Page of a host made of `AppBridge`: one frame with the view of `/view.html`. What happens to it is on `window.did`. */
const did = { heightPx: 0, calls: [] as unknown[], hasTornDown: false }
const context = {
  theme: 'light' as 'light' | 'dark',
  displayMode: 'inline' as DisplayMode,
  availableDisplayModes: ['inline', 'fullscreen'] as DisplayMode[],
}
const frame = document.createElement('iframe')
frame.setAttribute('sandbox', 'allow-scripts')
document.body.replaceChildren(frame)

const bridge = new AppBridge(null, { name: 'official', version: '2.0.4' }, { serverTools: {}, openLinks: {} }, { hostContext: { ...context } })
bridge.oninitialized = () => {
  void bridge.sendToolInput({ arguments: { what: 'apples' } })
  void bridge.sendToolResult({ content: [{ type: 'text', text: 'three' }], structuredContent: { apples: 3 } })
}
bridge.oncalltool = ({ arguments: args }) => {
  did.calls.push(args)
  return Promise.resolve({ content: [], structuredContent: { echoed: args } })
}
bridge.onsizechange = ({ height }) => {
  did.heightPx = height ?? 0
  frame.style.height = `${did.heightPx}px`
}
bridge.onrequestdisplaymode = ({ mode }) => {
  change({ displayMode: mode })
  return Promise.resolve({ mode })
}

function change(next: Partial<typeof context>): void {
  Object.assign(context, next)
  bridge.setHostContext({ ...context })
}

const target = frame.contentWindow
if (target === null) throw new Error('the frame has no window')
await bridge.connect(new PostMessageTransport(target, target))
frame.src = '/view.html'

Object.assign(window, {
  did,
  changeTheme: (theme: 'light' | 'dark') => change({ theme }),
  closeView: async () => {
    await bridge.teardownResource({})
    did.hasTornDown = true
  },
})
