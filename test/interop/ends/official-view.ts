import { App } from '@modelcontextprotocol/ext-apps'
import type { ToolResult } from '@lockstep/contract'
import type { PipeEnd } from '../pipe.ts'
import { APP_INFO, DECLARED_MODES, type InteropView } from './ends.ts'
import { pipeTransport } from './pipe-transport.ts'

/** `App` of `@modelcontextprotocol/ext-apps` at the view's end of a pipe. */
export function officialView(end: PipeEnd): InteropView {
  const app = new App(APP_INFO, { availableDisplayModes: [...DECLARED_MODES] }, { autoResize: false })
  const results: ToolResult[] = []
  let input: unknown = null
  let isCancelled = false
  app.ontoolinput = (params) => void (input = params.arguments)
  app.ontoolresult = (params) => void results.push(params as ToolResult)
  app.ontoolcancelled = () => void (isCancelled = true)

  return {
    connect: () => app.connect(pipeTransport(end)),
    sees: () => {
      const { theme, locale, displayMode } = app.getHostContext() ?? {}
      return { input, results, isCancelled, theme, locale, displayMode }
    },
    callTool: async (name, args) => (await app.callServerTool({ name, arguments: args })) as ToolResult,
    say: async (text) => granted(await app.sendMessage({ role: 'user', content: [{ type: 'text', text }] })),
    openLink: async (url) => granted(await app.openLink({ url })),
    tellModel: async (content) => void (await app.updateModelContext({ structuredContent: content })),
    askMode: async (mode) => (await app.requestDisplayMode({ mode })).mode,
    reportHeight: (height) => app.sendSizeChanged({ height }),
    readResource: async (uri) => (await app.readServerResource({ uri })).contents.map((content) => ('text' in content ? content.text : null))[0],
    log: (text) => app.sendLog({ level: 'info', data: text }),
    askToClose: () => app.requestTeardown({}),
    onTeardown: (run) => {
      app.onteardown = async () => {
        await run()
        return {}
      }
    },
    dispose: () => app.close(),
  }
}

/** The official view leaves it to its author to look at `isError`. */
function granted(result: { isError?: boolean | undefined }): void {
  if (result.isError === true) throw new Error('the host refused')
}
