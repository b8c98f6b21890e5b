import { RESULT_META, type DisplayMode } from '@lockstep/contract'
import type { PlatformProfile } from '../platforms/chatgpt-2026/profile.ts'
import type { AppRegistry } from './app-registry.ts'
import type { HostClock, HostIds } from './clock.ts'
import type { ViewRecord } from './conversation.ts'
import type { ViewChange } from './conversation-event.ts'
import type { ConversationStore } from './conversation-store.ts'
import { decideLink } from './external-link.ts'
import { toMcpFault } from './mcp-fault.ts'
import { isSameFault, isTakenBack, readFault } from './view-fault.ts'
import { invalidParams, refused, ViewRefusal } from './view-refusal.ts'
import type { ViewActions } from './view-requests.ts'

/** Links of one app that may wait for the person: each is a dialog. */
const PENDING_LINKS_MAX = 3

/** Messages of one app that may wait for their turn: each is said in the person's name. */
const QUEUED_MESSAGES_MAX = 5

export interface ViewActionsOptions {
  store: ConversationStore
  apps: AppRegistry
  profile: PlatformProfile
  ids: HostIds
  clock: HostClock
  pageOrigin(): string
  requestMeta(widgetSessionId?: string): Record<string, unknown>
  trace(name: string, detail: Record<string, unknown>): void
  onMessage(text: string, app: string): void
  view(): ViewRecord | null
  /** Modes the view declared; null when it declared none. */
  declaredModes(): readonly DisplayMode[] | null
  change(next: ViewChange): void
  setDisplayMode(instanceId: string, mode: DisplayMode): void
  close(reason: string): void
  /** The server wants the view gone once it has its answer. */
  closeAfterAnswer(): void
}

/** What one view may make the host do, bound to that view: it reaches its own server and its own record, and nothing else. */
export function createViewActions(instanceId: string, options: ViewActionsOptions): ViewActions {
  const { store, apps, profile } = options

  function current(): ViewRecord {
    const view = options.view()
    if (view === null || view.phase === 'closed') throw refused('This view is closed.')
    return view
  }

  function server(): NonNullable<ReturnType<AppRegistry['find']>> {
    const found = apps.find(current().app)
    if (found === null) throw refused(`The app ${current().app} is not configured any more.`)
    return found
  }

  function refusal(error: unknown, mcpUrl: string, what: string): ViewRefusal {
    const fault = toMcpFault(error, mcpUrl)
    options.trace('mcp.fault', { what, kind: fault.kind, message: fault.message, by: 'view', instanceId })
    return fault.rpcCode === null ? refused(fault.message) : new ViewRefusal(fault.rpcCode, fault.message)
  }

  return {
    async callTool(name, args) {
      const { connection, app } = server()
      const tool = apps.findTool(app.name, name)
      if (tool === null) throw invalidParams(`The server has no tool ${name}.`)
      if (!tool.visibleToView) throw refused(`The tool ${name} is for the model only; add "app" to its _meta.ui.visibility to call it from a view.`)
      options.trace('mcp.call', { tool: name, arguments: args, by: 'view', instanceId })
      try {
        const result = await connection.callTool(name, args, { meta: options.requestMeta(instanceId) })
        options.trace('mcp.result', { tool: name, isError: result.isError === true, by: 'view', instanceId })
        if (result._meta?.[RESULT_META.closeWidget] === true) options.closeAfterAnswer()
        return result
      } catch (error) {
        throw refusal(error, app.mcpUrl, name)
      }
    },
    async readResource(uri) {
      const { connection, app } = server()
      try {
        return await connection.readResource(uri, { meta: options.requestMeta(instanceId) })
      } catch (error) {
        throw refusal(error, app.mcpUrl, uri)
      }
    },
    sendMessage(text) {
      const { app } = current()
      const waiting = store.get().queue.filter(({ by, author }) => by === 'view' && author === app).length
      if (waiting >= QUEUED_MESSAGES_MAX) throw refused(`${waiting} messages of this app wait already. Send again when they had their turn.`)
      options.onMessage(text, app)
    },
    tellModel(modelContext) {
      current()
      store.dispatch({ type: 'view.toldModel', instanceId, modelContext })
    },
    keepState(widgetState) {
      current()
      store.dispatch({ type: 'view.keptState', instanceId, widgetState })
    },
    openLink(href, redirectUrl) {
      const { app, redirectDomains } = current()
      const decision = decideLink(href, redirectDomains, { returnUrl: options.pageOrigin(), ...(redirectUrl === undefined ? {} : { redirectUrl }) })
      if (decision.kind === 'refused') throw refused(decision.message)
      const waiting = store.get().links.filter((link) => link.app === app).length
      if (waiting >= PENDING_LINKS_MAX) throw refused(`${waiting} links of this app wait for the person already. Ask again when they are answered.`)
      store.dispatch({ type: 'link.asked', link: { id: options.ids.newId('link'), url: decision.url, app, isTrusted: decision.kind === 'trusted' } })
    },
    requestDisplayMode(mode) {
      const { displayMode } = current()
      const declared = options.declaredModes()
      if (!profile.displayModes.includes(mode) || (declared !== null && !declared.includes(mode))) return displayMode
      options.setDisplayMode(instanceId, mode)
      return mode
    },
    setHeight(height) {
      const heightPx = Math.round(Math.min(Math.max(height, profile.minInlineHeightPx), profile.maxInlineHeightPx))
      // A fullscreen view has the screen's height; what it says of itself then must not become its inline height.
      if (current().displayMode === 'inline' && current().heightPx !== heightPx) options.change({ heightPx })
    },
    requestClose: () => options.close('asked by the view'),
    log(params) {
      options.trace('view.log', { instanceId, level: params['level'], data: params['data'] })
      const { fault } = current()
      const next = readFault(params, options.clock.now())
      const isKnown = next !== null && fault !== null && isSameFault(fault, next)
      if (isKnown) return
      if (next !== null) options.change({ fault: next })
      else if (fault !== null && isTakenBack(fault, params)) options.change({ fault: null })
    },
  }
}
