/// <reference lib="dom" />
import type { ShimKit } from './openai-shim.ts'

/**
 * Names of 2025 that no documentation has any more, for views that still use them: `sendFollowupTurn`, `getWidgetState`, `window.webplus`,
 * `window.oai`, and the event `openai:tool_response`. Not enumerable, and each use is told to the developer.
 * What asked the host's model itself (`callCompletion`, `streamCompletion`) is left out: no host of today has it in any form.
 * It is sent as text, so it uses nothing from outside itself.
 */
export function addLegacyMembers({ openai, warn }: ShimKit): void {
  const method = (name: string): ((...args: unknown[]) => unknown) | null =>
    typeof openai[name] === 'function' ? (openai[name] as (...args: unknown[]) => unknown) : null

  const followUp = method('sendFollowUpMessage')
  if (followUp !== null) {
    const sendFollowupTurn = (message: unknown): unknown => {
      warn('sendFollowupTurn', 'An old name: ChatGPT has sendFollowUpMessage({ prompt }).')
      return followUp(message)
    }
    Object.defineProperty(openai, 'sendFollowupTurn', { value: sendFollowupTurn })
  }
  if (method('setWidgetState') !== null) {
    const getWidgetState = (): Promise<unknown> => {
      warn('getWidgetState', 'An old name: ChatGPT has the member widgetState.')
      return Promise.resolve(openai['widgetState'])
    }
    Object.defineProperty(openai, 'getWidgetState', { value: getWidgetState })
  }
  const callTool = method('callTool')
  if (callTool !== null) {
    openai['callTool'] = async (...args: unknown[]): Promise<unknown> => {
      const output = await callTool(...args)
      const first = args[0] as string | { name?: unknown; arguments?: unknown; args?: unknown } | null | undefined
      const tool = typeof first === 'string' ? { name: first, args: args[1] } : { name: first?.name, args: first?.arguments ?? first?.args }
      window.dispatchEvent(new CustomEvent('openai:tool_response', { detail: { tool: { ...tool, output } } }))
      return output
    }
  }
  for (const alias of ['webplus', 'oai']) {
    Object.defineProperty(window, alias, {
      configurable: true,
      get() {
        warn(alias, `An old name: ChatGPT has window.openai.`)
        return openai
      },
      // A view may have a variable of that name.
      set(value: unknown) {
        Object.defineProperty(window, alias, { value, writable: true, configurable: true, enumerable: true })
      },
    })
  }
}
