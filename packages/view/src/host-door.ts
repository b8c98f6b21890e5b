import { isRecord, RESULT_META, VIEW_TO_HOST, type DisplayMode, type OpenAiMethods } from '@lockstep/contract'
import { toToolResult } from './normalise-result.ts'
import { ViewError } from './view-error.ts'
import type { ViewHost } from './view-host.ts'
import type { ViewRuntime } from './view-runtime.ts'
import type { StateHalf } from './view-snapshot.ts'
import type { WaitOptions } from './wait-for.ts'

export type HostDoor = Pick<ViewRuntime, 'callTool' | 'sendMessage' | 'openLink' | 'requestClose' | 'reportHeight'> & {
  /** Resolves with the granted mode; anything else when nobody said. */
  requestDisplayMode: (mode: DisplayMode) => Promise<unknown>
  updateModelContext: (content: StateHalf) => Promise<void>
}

/** A request of the bridge; the capability it needs, or null where every bridge has it. */
type Wire = readonly [capability: string | null, method: string, params: Record<string, unknown>]

/** What a view asks of its host, by whichever road offers it: the bridge first, else `window.openai`. */
export function createHostDoor(host: ViewHost, sessionId: () => string | null): HostDoor {
  /** `prefersOpenAi`: it alone can do all that is asked. */
  async function ask<Name extends keyof OpenAiMethods>(
    [capability, method, params]: Wire,
    name: Name,
    args: Parameters<NonNullable<OpenAiMethods[Name]>>,
    options?: WaitOptions,
    prefersOpenAi = false,
  ): Promise<unknown> {
    await host.settled
    const call = host.openAi(name) as ((...args: unknown[]) => unknown) | undefined
    const offers = host.offers()
    if (!offers && !call) throw new ViewError('VIEW_TRANSPORT', 'expected a host around this view, found none; open it in ChatGPT or the local host')
    const hasOffer = offers && (capability === null || capability in offers)
    if (call && (!hasOffer || prefersOpenAi)) return host.wait(() => call(...args), method, options)
    const result = await host.request(method, params, options)
    // a tool's own error is an answer; everywhere else `isError` is the host saying no
    if (method !== VIEW_TO_HOST.toolsCall && result['isError'] === true) throw new ViewError('VIEW_REFUSED', `the host refused ${method}`)
    return result
  }

  return {
    callTool: async (name, args = {}, options) => {
      const id = sessionId()
      const params = { name, arguments: args, ...(id === null ? {} : { _meta: { [RESULT_META.widgetSessionId]: id } }) }
      return toToolResult(await ask(['serverTools', VIEW_TO_HOST.toolsCall, params], 'callTool', [name, args], options))
    },
    sendMessage: async (text, options) => {
      const params = { role: 'user', content: [{ type: 'text', text }] }
      const isQuiet = options?.scrollToBottom === false
      await ask(['message', VIEW_TO_HOST.message, params], 'sendFollowUpMessage', [{ prompt: text, ...options }], {}, isQuiet)
    },
    openLink: async (url, options) => {
      const hasRedirect = options?.redirectUrl !== undefined
      await ask(['openLinks', VIEW_TO_HOST.openLink, { url }], 'openExternal', [{ href: url, ...options }], {}, hasRedirect)
    },
    requestDisplayMode: async (mode) => {
      const granted = await ask([null, VIEW_TO_HOST.requestDisplayMode, { mode }], 'requestDisplayMode', [{ mode }])
      return isRecord(granted) ? granted['mode'] : null
    },
    requestClose: () => {
      const close = host.openAi('requestClose')
      // closing is a wish: a host that refuses leaves the view as it is
      if (close) new Promise((resolve) => resolve(close())).catch(() => undefined)
      else void host.settled.then(() => host.notify(VIEW_TO_HOST.requestTeardown, {}))
    },
    reportHeight: (height) => {
      host.notify(VIEW_TO_HOST.sizeChanged, { height })
      host.openAi('notifyIntrinsicHeight')?.(height)
    },
    updateModelContext: async (content) => {
      await host.settled
      const offer = host.offers()?.['updateModelContext']
      if (!isRecord(offer)) return
      const isTextOnly = Object.keys(offer).length > 0 && !('structuredContent' in offer)
      await host.request(
        VIEW_TO_HOST.updateModelContext,
        isTextOnly ? { content: [{ type: 'text', text: JSON.stringify(content) }] } : { structuredContent: content },
      )
    },
  }
}
