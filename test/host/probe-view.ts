import type { Frame } from 'playwright-core'
import { vi } from 'vitest'
import type { Instance } from '../../packages/host/src/api/host-state.ts'
import type { HostCore } from '../../packages/host/src/core/host-core.ts'

/** What the probe's window has. */
export interface ProbeWindow {
  openai: Record<string, unknown>
}

/** One mounted view, from both ends. */
export interface Mounted {
  core: HostCore
  frame: Frame
  /** As it is now. */
  instance(): Instance
  /** The frame of the newest view that is not this one. */
  otherFrame(): Promise<Frame>
}

/** Calls a member of `window.openai` in the view; what it threw comes back as `{ thrown }`. */
export function callOpenAi(frame: Frame, member: string, args: unknown[]): Promise<unknown> {
  return frame.evaluate(
    async ([name, given]) => {
      const openai = (window as unknown as ProbeWindow).openai as Record<string, (...args: unknown[]) => unknown>
      try {
        return (await openai[name as string]?.(...(given as unknown[]))) ?? null
      } catch (error) {
        return { thrown: String(error) }
      }
    },
    [member, args],
  )
}

/** Sends a request of the bridge; the whole JSON-RPC answer. */
export function request(frame: Frame, method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  return frame.evaluate(([name, given]) => (Reflect.get(window, 'request') as (...all: unknown[]) => Promise<Record<string, unknown>>)(name, given), [
    method,
    params,
  ] as const)
}

export function notify(frame: Frame, method: string, params: Record<string, unknown> = {}): Promise<void> {
  return frame.evaluate(([name, given]) => (Reflect.get(window, 'notify') as (...all: unknown[]) => void)(name, given), [method, params] as const)
}

/** Sends a request without waiting for its answer. */
export function requestUnanswered(frame: Frame, method: string, params: Record<string, unknown>, id: string): Promise<void> {
  return frame.evaluate(([name, given, own]) => parent.postMessage({ jsonrpc: '2.0', id: own, method: name, params: given }, '*'), [
    method,
    params,
    id,
  ] as const)
}

export function until<T>(read: () => T) {
  return vi.waitUntil(read, { timeout: 10_000, interval: 20 })
}

export function saidByView(core: HostCore, text: string): boolean {
  return core.getState().conversation.entries.some((entry) => entry.kind === 'user' && entry.by === 'view' && entry.text === text)
}

/** Opens a link that a view asked for, as the person would. */
export async function answerLink(core: HostCore, url: string): Promise<void> {
  const link = await until(() => core.getState().pendingLinks.find((pending) => pending.url.startsWith(url)))
  core.answerLink(link.id, true)
}
