import type { ToolResult } from '@lockstep/contract'
import { App } from '@modelcontextprotocol/ext-apps'
import { drawFrame, showSeen } from './show-seen.ts'

const app = new App({ name: 'frame', version: '1.0.0' }, { availableDisplayModes: ['inline', 'fullscreen'] })

drawFrame({
  echo: async (args) => (await app.callServerTool({ name: 'echo', arguments: args })) as ToolResult,
  fullscreen: async () => (await app.requestDisplayMode({ mode: 'fullscreen' })).mode,
})
const showContext = () => {
  const { theme, displayMode } = app.getHostContext() ?? {}
  showSeen({ theme, displayMode })
}
app.ontoolinput = (params) => showSeen({ input: params.arguments })
app.ontoolresult = (params) => showSeen({ result: params.structuredContent })
app.onteardown = () => ({})
app.onhostcontextchanged = showContext
await app.connect()
showContext()
