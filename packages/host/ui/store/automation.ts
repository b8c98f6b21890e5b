import type { DisplayMode } from '@lockstep/contract'
import type { Entry, HostSettings, HostState, ToolCallResult } from '../../src/api/host-state.ts'
import {
  appWithTool,
  automationContext,
  automationMessages,
  waitingAction,
  type AutomationContext,
  type AutomationMessage,
} from '../../src/page/automation-view.ts'
import type { CommandPath, Reply } from './api-client.ts'
import type { Page } from './page.ts'
import { saveAddress } from './save-address.ts'

/** What of the host context a test may change; the rest follows from it. */
export interface HostContextChange {
  theme?: HostSettings['theme']
  locale?: string
  timeZone?: string
  /** Of the newest view. */
  displayMode?: DisplayMode
}

/**
 * `window.lockstep`: drives the page from a test runner, in the words of the host test interface of MCP Apps (ext-apps issue #743, read 2026-11-21). It can do
 * what a person can do here and nothing more: a card or a dialog that asks is answered by `confirmAction`. Every method rejects with an Error that says why.
 */
export interface Automation {
  /** Calls a tool in a new conversation; the iframe of the view it opens. */
  displayTestApp(tool: string, args?: Record<string, unknown>): Promise<HTMLIFrameElement>
  /** A new conversation without views. */
  resetEnvironment(): Promise<void>
  getConversation(): Promise<AutomationMessage[]>
  getConversationContext(): Promise<AutomationContext>
  changeHostContext(change: HostContextChange): Promise<void>
  /** Says yes (or no) to what waits: a link, a download, an approval, proposed arguments. */
  confirmAction(accept?: boolean): Promise<void>
  /** Says a sentence as the person; resolves when all is quiet, or when something waits for an answer. */
  sendMessage(text: string): Promise<void>
  /** Calls a tool as the person; resolves with its answer, after `confirmAction` where it asks first. */
  callTool(tool: string, args?: Record<string, unknown>, app?: string): Promise<ToolCallResult>
}

/** Milliseconds after which a step that never came is given up. */
const STEP_TIMEOUT_MS = 30_000

export function createAutomation(page: Page): Automation {
  const { api, store } = page

  /** The first state of the host for which `read` gives something. */
  function until<T>(what: string, read: (host: HostState) => T | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const { host } = store.getState()
        const found = host === null ? null : read(host)
        if (found === null) return
        end()
        resolve(found)
      }
      const stop = store.subscribe(look)
      const timer = setTimeout(() => {
        end()
        reject(new Error(`Expected ${what} within ${STEP_TIMEOUT_MS} ms.`))
      }, STEP_TIMEOUT_MS)
      function end(): void {
        stop()
        clearTimeout(timer)
      }
      look()
    })
  }

  const state = (): Promise<HostState> => until('the state of the host', (host) => host)
  const post = async <Path extends Exclude<CommandPath, `${string}:id${string}`>>(path: Path, body: Parameters<typeof api.post<Path>>[1]) =>
    answerOf(await api.post(path, body))

  async function resetEnvironment(): Promise<void> {
    const { id } = (await state()).conversation
    await post('/api/reset', {})
    await until('a new conversation', ({ conversation }) => (conversation.id === id ? null : true))
  }

  async function callEntry(tool: string, args: Record<string, unknown>, app?: string): Promise<Extract<Entry, { kind: 'tool' }>> {
    const { entryId } = await post('/api/call', { app: app ?? appWithTool((await state()).apps, tool), tool, arguments: args })
    const entry = await until(`an answer of ${tool}`, ({ conversation: { entries } }) => {
      const found = entries.find(({ id }) => id === entryId)
      return found?.kind === 'tool' && (found.phase === 'done' || found.phase === 'failed' || found.phase === 'declined') ? found : null
    })
    if (entry.error !== null && entry.error.kind !== 'tool') throw new Error(entry.error.message)
    return entry
  }

  return Object.freeze<Automation>({
    async displayTestApp(tool, args = {}) {
      await resetEnvironment()
      const { id } = await callEntry(tool, args)
      const instanceId = await until(`a view of ${tool}`, ({ instances }) => instances.find(({ entryId }) => entryId === id)?.id ?? null)
      const frame = document.querySelector<HTMLIFrameElement>(`iframe[data-instance="${CSS.escape(instanceId)}"]`)
      return (
        frame ??
        (await until(`the frame of ${tool}`, () => document.querySelector<HTMLIFrameElement>(`iframe[data-instance="${CSS.escape(instanceId)}"]`)))
      )
    },
    resetEnvironment,
    getConversation: async () => automationMessages((await state()).conversation.entries),
    getConversationContext: async () => automationContext((await state()).modelSees),
    async changeHostContext({ displayMode, ...settings }) {
      if (Object.keys(settings).length > 0) await post('/api/settings', settings)
      if (displayMode === undefined) return
      const view = (await state()).instances.findLast(({ phase }) => phase !== 'closed')
      if (view === undefined) throw new Error('Expected an open view whose display mode can change, there is none.')
      answerOf(await api.postTo('/api/instances/:id/display-mode', view.id, { mode: displayMode }))
    },
    async confirmAction(accept = true) {
      const action = waitingAction(await until('something that waits for an answer', (host) => (waitingAction(host) === null ? null : host)))
      if (action === null) return
      if (action.kind === 'link') {
        const { url } = await post('/api/link', { linkId: action.id, open: accept })
        if (url !== null) window.open(url, '_blank', 'noopener,noreferrer')
      } else if (action.kind === 'download') {
        const { urls } = await post('/api/download', { downloadId: action.id, save: accept })
        urls.forEach(saveAddress)
      } else if (!accept) await post('/api/decline', { entryId: action.id })
      else if (action.kind === 'approval') await post('/api/approve', { entryId: action.id })
      else await post('/api/arguments', { entryId: action.id, fields: action.fields })
    },
    async sendMessage(text) {
      const before = (await state()).conversation.entries.length
      await post('/api/message', { text })
      await until('an answer', ({ conversation: { entries, busy, queued }, manual }) =>
        entries.length > before && queued === 0 && (!busy || manual !== null) ? true : null,
      )
    },
    async callTool(tool, args = {}, app) {
      const { result, phase } = await callEntry(tool, args, app)
      if (result === null) throw new Error(phase === 'declined' ? `The call of ${tool} was declined.` : `${tool} gave no result.`)
      return result
    },
  })
}

function answerOf<Answer>(reply: Reply<Answer>): Answer {
  if (reply.ok) return reply.answer
  throw new Error(reply.failure.message)
}
