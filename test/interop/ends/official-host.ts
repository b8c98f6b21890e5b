import { isRecord, type DisplayMode } from '@lockstep/contract'
import { AppBridge, type McpUiHostContext } from '@modelcontextprotocol/ext-apps/app-bridge'
import type { CallToolResult } from '@modelcontextprotocol/client'
import { FAILED, RECIPE, SHOWN, type InteropHost } from './ends.ts'
import { pipeTransport } from './pipe-transport.ts'

/** `AppBridge` of `@modelcontextprotocol/ext-apps` at the host's end of a pipe, with the least of a host around it. */
export function officialHost(): Promise<InteropHost> {
  const calls: Array<readonly [string, Record<string, unknown>]> = []
  const messages: string[] = []
  const links: string[] = []
  const logged: unknown[] = []
  const told = { modelContext: null as unknown, heightPx: 0, isClosed: false }
  let context: McpUiHostContext = { theme: 'light', locale: 'en-US', displayMode: 'inline', availableDisplayModes: ['inline', 'fullscreen'] }
  let input: Record<string, unknown> | null = null
  let result: CallToolResult | null = null
  let isReady = false

  const capabilities = {
    openLinks: {},
    serverTools: {},
    serverResources: {},
    logging: {},
    message: { text: {} },
    updateModelContext: { text: {}, structuredContent: {} },
  }
  const bridge = new AppBridge(null, { name: 'official', version: '2.0.4' }, capabilities, { hostContext: context })

  bridge.oninitialized = () => {
    isReady = true
    if (input !== null) void bridge.sendToolInput({ arguments: input })
    if (result !== null) void bridge.sendToolResult(result)
  }
  bridge.oncalltool = ({ name, arguments: args = {} }) => {
    if (name !== 'echo' && name !== 'fail') throw new Error(`the tool ${name} is not for views`)
    calls.push([name, args])
    return Promise.resolve<CallToolResult>(name === 'fail' ? FAILED : { content: [], structuredContent: { echoed: args } })
  }

  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a slot of the bridge, not an event of the DOM
  bridge.onmessage = ({ content }) => {
    messages.push(content.map((block) => (block.type === 'text' ? block.text : '')).join('\n'))
    return Promise.resolve({})
  }
  bridge.onopenlink = ({ url }) => {
    if (!/^https?:/.test(url)) return Promise.resolve({ isError: true })
    links.push(url)
    return Promise.resolve({})
  }
  bridge.onreadresource = ({ uri }) => {
    if (uri !== RECIPE.uri) throw new Error(`there is no resource ${uri}`)
    return Promise.resolve({ contents: [RECIPE] })
  }
  bridge.onloggingmessage = ({ data }) => void logged.push(data)
  bridge.onupdatemodelcontext = ({ structuredContent }) => {
    told.modelContext = structuredContent
    return Promise.resolve({})
  }
  bridge.onrequestdisplaymode = ({ mode }) => {
    const isGranted =
      context.availableDisplayModes?.includes(mode) === true && bridge.getAppCapabilities()?.availableDisplayModes?.includes(mode) === true
    if (isGranted) change({ displayMode: mode })
    return Promise.resolve({ mode: context.displayMode as DisplayMode })
  }
  bridge.onsizechange = ({ height }) => void (told.heightPx = height ?? told.heightPx)
  bridge.onrequestteardown = () => void close()

  function change(next: McpUiHostContext): void {
    context = { ...context, ...next }
    bridge.setHostContext(context)
  }

  async function close(): Promise<void> {
    // a view that does not know the question goes all the same
    await bridge.teardownResource({}).catch(() => undefined)
    told.isClosed = true
  }

  return Promise.resolve({
    begin: async (args) => {
      input = args
      if (isReady) await bridge.sendToolInput({ arguments: args })
    },
    finish: async () => {
      result = SHOWN
      if (isReady) await bridge.sendToolResult(SHOWN)
    },
    stop: () => bridge.sendToolCancelled({ reason: 'stopped' }),
    mount: (end) => void bridge.connect(pipeTransport(end)),
    changeTheme: (theme) => change({ theme }),
    close,
    did: () => ({
      calls,
      messages,
      links,
      logged,
      modelContext: isRecord(told.modelContext) ? told.modelContext : null,
      heightPx: told.heightPx,
      displayMode: context.displayMode,
      isClosed: told.isClosed,
    }),
    dispose: () => bridge.close(),
  })
}
