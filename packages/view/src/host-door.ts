import { isRecord, VIEW_TO_HOST, VIEW_TOOL_CALL_TIMEOUT_MS, type DisplayMode, type OpenAiMethods } from '@lockstep/contract'
import { toToolResult } from './normalise-result.ts'
import { openAiMethod } from './open-ai-surface.ts'
import type { RpcPeer } from './rpc-peer.ts'
import { ViewError } from './view-error.ts'
import type { ViewClock, ViewRuntime, ViewWindow } from './view-runtime.ts'
import type { StateHalf } from './view-snapshot.ts'
import { withTimeout } from './with-timeout.ts'

export interface HostDoorOptions {
  window: ViewWindow
  clock: ViewClock
  peer: RpcPeer
  /** Resolves when it is known who is there. */
  settled: Promise<void>
  /** What the bridge offers; null while there is no bridge. */
  bridgeOffers: () => Readonly<Record<string, unknown>> | null
}

export type HostDoor = Pick<ViewRuntime, 'callTool' | 'sendMessage' | 'openLink' | 'requestClose' | 'reportHeight'> & {
  /** Resolves with the granted mode; anything else when nobody said. */
  requestDisplayMode: (mode: DisplayMode) => Promise<unknown>
  updateModelContext: (content: StateHalf) => Promise<void>
}

/** What a view asks of its host, by whichever road offers it: the bridge first, else `window.openai`. */
export function createHostDoor({ window, clock, peer, settled, bridgeOffers }: HostDoorOptions): HostDoor {
  /** `capability` null = every bridge has it. */
  async function ask<Name extends keyof OpenAiMethods>(
    [capability, method, params]: readonly [string | null, string, Record<string, unknown>],
    name: Name,
    byOpenAi: (call: OpenAiMethods[Name]) => unknown,
  ): Promise<unknown> {
    await settled
    const call = openAiMethod(window, name)
    const offers = bridgeOffers()
    const useBridge = offers !== null && (capability === null || capability in offers || !call)
    if (!useBridge && !call) {
      throw new ViewError('VIEW_TRANSPORT', 'expected a host around this view, found none; open it inside ChatGPT or the local host')
    }
    const answer = useBridge || !call ? peer.request(method, params) : Promise.resolve(byOpenAi(call))
    const result = await withTimeout(clock, answer, method, VIEW_TOOL_CALL_TIMEOUT_MS)
    // a tool's own error is an answer; everywhere else `isError` is the host saying no
    if (useBridge && method !== VIEW_TO_HOST.toolsCall && isRecord(result) && result['isError'] === true) {
      throw new ViewError('VIEW_REFUSED', `the host refused ${method}`)
    }
    return result
  }

  return {
    callTool: async (name, args = {}) =>
      toToolResult(await ask(['serverTools', VIEW_TO_HOST.toolsCall, { name, arguments: args }], 'callTool', (call) => call(name, args))),
    sendMessage: async (text) => {
      const params = { role: 'user', content: [{ type: 'text', text }] }
      await ask(['message', VIEW_TO_HOST.message, params], 'sendFollowUpMessage', (send) => send({ prompt: text }))
    },
    openLink: async (url) => {
      await ask(['openLinks', VIEW_TO_HOST.openLink, { url }], 'openExternal', (open) => open({ href: url }))
    },
    requestDisplayMode: async (mode) => {
      const granted = await ask([null, VIEW_TO_HOST.requestDisplayMode, { mode }], 'requestDisplayMode', (change) => change({ mode }))
      return isRecord(granted) ? granted['mode'] : null
    },
    requestClose: () => {
      const close = openAiMethod(window, 'requestClose')
      // closing is a wish: a host that refuses leaves the view as it is
      if (close) Promise.resolve(close()).catch(() => undefined)
      else if (bridgeOffers()) peer.notify(VIEW_TO_HOST.requestTeardown, {})
    },
    reportHeight: (heightPx) => {
      if (bridgeOffers()) peer.notify(VIEW_TO_HOST.sizeChanged, { height: heightPx })
      openAiMethod(window, 'notifyIntrinsicHeight')?.(heightPx)
    },
    updateModelContext: async (content) => {
      await settled
      const offer = bridgeOffers()?.['updateModelContext']
      if (!isRecord(offer)) return
      const isTextOnly = Object.keys(offer).length > 0 && !('structuredContent' in offer)
      await peer.request(
        VIEW_TO_HOST.updateModelContext,
        isTextOnly ? { content: [{ type: 'text', text: JSON.stringify(content) }] } : { structuredContent: content },
      )
    },
  }
}
