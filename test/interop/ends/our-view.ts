import { connectView, log, readResource, type ViewWindow } from '@lockstep/view'
import type { ToolResult } from '@lockstep/contract'
import type { PipeEnd } from '../pipe.ts'
import { APP_INFO, DECLARED_MODES, type InteropView } from './ends.ts'

/** `@lockstep/view` at the view's end of a pipe. */
export function ourView(end: PipeEnd): InteropView {
  const target = new EventTarget()
  const parent = { postMessage: (message: unknown) => end.send(message) }
  const window: ViewWindow = {
    parent,
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    navigator: { language: 'en-US' },
  }
  end.listen((data) => void target.dispatchEvent(Object.assign(new Event('message'), { data, source: parent })))
  const results: ToolResult[] = []
  let runtime: ReturnType<typeof connectView> | null = null

  function running(): ReturnType<typeof connectView> {
    if (runtime === null) throw new Error('the view is not connected yet')
    return runtime
  }

  return {
    connect: () => {
      const view = connectView({ window, appInfo: APP_INFO, displayModes: DECLARED_MODES })
      runtime = view
      return new Promise((resolve, reject) => {
        const look = () => {
          const { connection, toolResult } = view.getSnapshot()
          if (toolResult !== null && toolResult !== results.at(-1)) results.push(toolResult)
          if (connection === 'bridge') resolve()
          else if (connection !== 'connecting') reject(new Error(`expected the bridge, got ${connection}`))
        }
        view.subscribe(look)
        look()
      })
    },
    sees: () => {
      const { toolInput, isToolCancelled, hostContext } = running().getSnapshot()
      const { theme, locale, displayMode } = hostContext
      return { input: toolInput, results, isCancelled: isToolCancelled, theme, locale, displayMode }
    },
    callTool: (name, args) => running().callTool(name, args),
    say: (text) => running().sendMessage(text),
    openLink: (url) => running().openLink(url),
    tellModel: (content) => {
      running().setViewState({ model: content })
      return Promise.resolve()
    },
    askMode: (mode) => running().requestDisplayMode(mode),
    reportHeight: (heightPx) => Promise.resolve(running().reportHeight(heightPx)),
    readResource: async (uri) => (await readResource(running(), uri)).map((content) => ('text' in content ? content.text : null))[0],
    log: (text) => Promise.resolve(log(running(), 'info', text)),
    askToClose: () => Promise.resolve(running().requestClose()),
    onTeardown: (run) => void running().onTeardown(run),
    dispose: () => Promise.resolve(runtime?.dispose()),
  }
}
