import { isDeepStrictEqual } from 'node:util'
import { AppError, isRecord, sandboxOrigins } from '@lockstep/contract'
import { violationFixes, violationHint } from '../sandbox/csp.ts'
import type { HostSettings } from '../api/host-state.ts'
import type { FaultBoard } from '../faults/fault-board.ts'
import { withoutData } from '../faults/late-hydration.ts'
import { pacedBody } from '../faults/paced-body.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { SandboxSource } from '../sandbox/sandbox-server.ts'
import type { AppRegistry } from './app-registry.ts'
import type { HostClock } from './clock.ts'
import type { ViewRecord } from './conversation.ts'
import type { ViewChange } from './conversation-event.ts'
import type { ConversationStore } from './conversation-store.ts'
import { checkHtml } from './html-check.ts'
import { frameAddresses } from './frame-addresses.ts'
import type { McpConnection } from './mcp-connection.ts'
import { toMcpFault } from './mcp-fault.ts'
import { createTemplateCache, type TemplateReading } from './template-cache.ts'
import type { FrameSurroundings } from '../sandbox/simulate-media.ts'
import { needsListedMeta, parseUiResource, type UiResource, type UiResourceReading } from './ui-resource.ts'
import { environmentOf, openAiGlobalsOf, shimOfferOf, surroundingsOf } from './view-environment.ts'
import { documentObserved, documentStarted } from './view-sandbox.ts'
import { servedSteps } from './view-steps.ts'

export interface ViewDocumentsOptions {
  store: ConversationStore
  apps: AppRegistry
  profile(): PlatformProfile
  clock: HostClock
  settings(): HostSettings
  faults: FaultBoard
  /** Members of `window.openai` that a fault takes away. */
  withheldMembers(): ReadonlySet<string>
  sandboxPort(): number
  requestMeta(): Record<string, unknown>
  trace(name: string, detail: Record<string, unknown>): void
}

/** The HTML of views: read from their servers, and served to the frames of the sandbox. */
export interface ViewDocuments {
  read(app: string, uri: string): Promise<TemplateReading>
  /** Reads a view's HTML anew, past every cache; for its next frame. @throws {AppError} HOST_TEMPLATE_UNREADABLE */
  refresh(instanceId: string): Promise<void>
  /** Serves this from now on under a view's key. */
  keep(viewKey: string, resource: UiResource): void
  /** Serves under another key what is served under this one. */
  share(viewKey: string, otherKey: string): void
  /** Surroundings that the newest document of a view came with; null = none was served. */
  servedSurroundings(instanceId: string): FrameSurroundings | null
  /** A document of the view says hello. */
  started(instanceId: string): void
  /** The frame tells what it saw of the view. */
  observed(instanceId: string, params: Record<string, unknown>): void
  forget(): void
  readonly source: SandboxSource
}

export function createViewDocuments(options: ViewDocumentsOptions): ViewDocuments {
  const { store, apps, clock, faults } = options
  const resources = new Map<string, UiResource>()
  const addedLines = new Map<string, number>()
  const surroundingsServed = new Map<string, FrameSurroundings>()
  const byId = (instanceId: string): ViewRecord | null => store.get().views.find(({ id }) => id === instanceId) ?? null
  const byKey = (viewKey: string): ViewRecord | null => store.get().views.find((candidate) => candidate.viewKey === viewKey) ?? null

  const change = (instanceId: string, next: ViewChange): void => store.dispatch({ type: 'view.changed', instanceId, change: next })

  async function ask(app: string, uri: string): Promise<UiResourceReading> {
    const found = apps.find(app)
    if (found === null) return { ok: false, gate: 'read', message: `The app ${app} is not configured any more.` }
    const { connection } = found
    try {
      const contents = await connection.readResource(uri, { meta: options.requestMeta(), by: 'host' })
      const listed = needsListedMeta(uri, contents) ? await listedMeta(connection, uri) : {}
      return parseUiResource(uri, contents, options.profile().offers, listed)
    } catch (error) {
      return { ok: false, gate: 'read', message: `resources/read of ${uri} failed: ${toMcpFault(error, found.app.mcpUrl).message}` }
    }
  }

  const templates = createTemplateCache({
    clock,
    read: ask,
    mode: () => options.settings().templateCache,
    platform: () => options.profile().offers.id,
    onChange(app, uri, latest) {
      for (const { id, viewKey, template, app: own, resourceUri } of store.get().views) {
        const shown = own === app && resourceUri === uri ? resources.get(viewKey) : undefined
        if (shown === undefined || template === null) continue
        const isStale = !isDeepStrictEqual(shown, latest)
        if (isStale !== template.isStale) change(id, { template: { ...template, isStale } })
      }
    },
  })

  /** What a document that is served from now on needs; its frame stays where it is. */
  function adopt({ id, viewKey }: ViewRecord, { resource, readAt, isStale }: TemplateReading & { ok: true }): void {
    const { csp, redirectDomains, hasBridge, isCspDeclared } = resource
    resources.set(viewKey, resource)
    change(id, { csp, redirectDomains, hasBridge, isCspDeclared, template: { readAt, isStale } })
  }

  /** What only a new frame can have. */
  function adoptFrame({ id, app, viewKey, description }: ViewRecord, { resource }: TemplateReading & { ok: true }): void {
    const { widgetDomain, permissions, prefersBorder, displayHint } = resource
    const mcpUrl = apps.find(app)?.app.mcpUrl
    const addresses = mcpUrl === undefined ? {} : frameAddresses(viewKey, sandboxOrigins(mcpUrl, options.sandboxPort(), widgetDomain))
    const looks = { prefersBorder, displayHint, description: resource.description ?? description, frameAllow: permissions.join('; ') }
    change(id, { domain: widgetDomain, mountFailure: null, ...addresses, ...looks })
  }

  function share(viewKey: string, otherKey: string): void {
    const resource = resources.get(viewKey)
    if (resource !== undefined) resources.set(otherKey, resource)
  }

  const source: SandboxSource = {
    findView: (viewKey) => {
      const record = byKey(viewKey)
      return record === null || record.phase === 'closed' || record.mountFailure !== null ? null : record
    },
    async readDocument(viewKey) {
      const record = byKey(viewKey)
      if (record === null) return null
      if (!resources.has(viewKey)) {
        // The host was restarted: its memory of the HTML is gone, the server still has it, as it is today and with what that needs.
        const reading = await templates.read(record.app, record.resourceUri)
        if (reading.ok) adopt(record, reading)
      }
      const resource = resources.get(viewKey)
      const latest = byKey(viewKey)
      if (resource === undefined || latest === null) return null
      store.dispatch({ type: 'view.stepped', instanceId: latest.id, steps: servedSteps(latest.steps, checkHtml(resource.html), clock.now()) })
      const isPermissive = !latest.isCspDeclared && options.settings().undeclaredCsp === 'permissive'
      if (isPermissive !== latest.isPermissive) change(latest.id, { isPermissive })
      const environment = environmentOf(options.profile(), options.settings())
      const globals = openAiGlobalsOf(latest, environment)
      const surroundings = surroundingsOf(environment)
      surroundingsServed.set(viewKey, surroundings)
      const slow = faults.take('slow-network')
      const hasPieces = latest.hasBridge && environment.profile.offers.bridge !== null && faults.find('partial-input') !== null
      const shown = hasPieces || faults.find('late-hydration') !== null ? withoutData(globals) : globals
      return {
        html: resource.html,
        csp: latest.csp,
        shim: shimOfferOf(shown, environment, options.withheldMembers()),
        surroundings,
        isPermissive,
        paced: slow === null ? null : (text: string) => pacedBody(text, slow.ms, clock),
      }
    },
    violated(viewKey, { directive, blockedUrl }) {
      const record = byKey(viewKey)
      if (record === null) return
      const violation = {
        directive,
        blockedUrl,
        hint: violationHint(directive, blockedUrl),
        fixes: violationFixes(directive, blockedUrl),
        at: clock.now(),
      }
      store.dispatch({ type: 'view.violated', instanceId: record.id, violation })
    },
    served(viewKey, document) {
      const record = byKey(viewKey)
      if (record === null) return
      const { rejected } = document
      addedLines.set(viewKey, document.addedLines)
      if (rejected.length > 0) options.trace('view.csp_rejected', { instanceId: record.id, rejected })
      if (!isDeepStrictEqual(rejected, record.rejectedSources)) change(record.id, { rejectedSources: rejected })
    },
  }

  return {
    read: templates.read,
    servedSurroundings: (instanceId) => surroundingsServed.get(byId(instanceId)?.viewKey ?? '') ?? null,
    async refresh(instanceId) {
      const record = byId(instanceId)
      if (record === null) return
      const reading = await templates.refresh(record.app, record.resourceUri)
      if (!reading.ok) throw new AppError('HOST_TEMPLATE_UNREADABLE', `${reading.message} The view stays as it is.`, { blame: 'user' })
      adopt(record, reading)
      adoptFrame(record, reading)
    },
    keep: (viewKey, resource) => void resources.set(viewKey, resource),
    share,
    started(instanceId) {
      const record = byId(instanceId)
      if (record !== null) change(instanceId, documentStarted(record, clock.now()))
    },
    observed(instanceId, params) {
      const record = byId(instanceId)
      if (record === null) return
      const html = resources.get(record.viewKey)?.html
      const served = html === undefined ? null : { html, addedLines: addedLines.get(record.viewKey) ?? 0 }
      const seen = documentObserved(record, params, served)
      const { facts, network, unusedDeclarations } = record
      if (seen !== null && !isDeepStrictEqual(seen, { facts, network, unusedDeclarations })) change(instanceId, seen)
    },
    forget: () => {
      resources.clear()
      addedLines.clear()
      surroundingsServed.clear()
    },
    source,
  }
}

/** What resources/list says of a resource; nothing when the server has no such list. */
async function listedMeta(connection: McpConnection, uri: string): Promise<Record<string, unknown>> {
  const { resources } = await connection.list('resources').catch(() => ({ resources: [] }))
  const entry = Array.isArray(resources) ? resources.filter(isRecord).find((resource) => resource['uri'] === uri) : undefined
  return isRecord(entry?.['_meta']) ? entry['_meta'] : {}
}
