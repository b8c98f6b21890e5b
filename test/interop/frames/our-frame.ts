import { connectView } from '@lockstep/view'
import { drawFrame, showSeen } from './show-seen.ts'

const runtime = connectView({ window, appInfo: { name: 'frame', version: '1.0.0' }, displayModes: ['inline', 'fullscreen'] })

drawFrame({ echo: (args) => runtime.callTool('echo', args), fullscreen: () => runtime.requestDisplayMode('fullscreen') })
const show = () => {
  const { toolInput, toolResult, hostContext } = runtime.getSnapshot()
  showSeen({ input: toolInput, result: toolResult?.structuredContent ?? null, theme: hostContext.theme, displayMode: hostContext.displayMode })
}
runtime.subscribe(show)
show()
