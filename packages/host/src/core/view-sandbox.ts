import type { HostCapabilities, UiCsp } from '@lockstep/contract'
import type { ViewFacts, ViewSandboxState } from '../api/host-state.ts'
import type { ViewRecord } from './conversation.ts'
import { permissionNames } from './resource-declarations.ts'
import { readFrameReport, unusedDeclarations, withSource } from './frame-report.ts'
import type { TemplateReading } from './template-cache.ts'

/** What the sandbox knows of a view before its first document. */
export function sandboxBeginnings(reading: TemplateReading): ViewSandboxState {
  const { resource } = reading.ok ? reading : { resource: null }
  return {
    domain: resource?.widgetDomain ?? null,
    template: reading.ok ? { readAt: reading.readAt, isStale: reading.isStale } : null,
    isCspDeclared: resource?.isCspDeclared ?? false,
    isPermissive: false,
    rejectedSources: [],
    unusedDeclarations: [],
    network: [],
    facts: null,
  }
}

/** What the view is granted of what it declared: `hostCapabilities.sandbox`. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export function grantedSandbox({ csp, rejectedSources, frameAllow }: ViewRecord): NonNullable<HostCapabilities['sandbox']> {
  const isRejected = (field: string, entry: string): boolean =>
    rejectedSources.some((rejected) => rejected.field === field && rejected.entry === entry)
  const granted = Object.entries(csp).map(([field, entries]) => [field, entries.filter((entry: string) => !isRejected(field, entry))])
  const permissions = Object.fromEntries(permissionNames(frameAllow.split('; ')).map((name) => [name, {}]))
  return { csp: Object.fromEntries(granted) as UiCsp, ...(Object.keys(permissions).length === 0 ? {} : { permissions }) }
}

/** The first script of a document ran: what was seen of the one before is gone with it. */
export function documentStarted(record: ViewRecord, at: number): Pick<ViewSandboxState, 'facts' | 'network' | 'unusedDeclarations'> {
  const facts: ViewFacts = { startedAt: at, loadedMs: null, firstPaintMs: null, errorCount: 0, firstError: null, consoleErrors: 0 }
  return { facts, network: [], unusedDeclarations: unusedDeclarations(record.csp, []) }
}

/** What a document was served with, for finding the place of an error. */
export interface ServedText {
  html: string
  addedLines: number
}

/** What follows for a view from its frame's report; null before it has said hello. */
export function documentObserved(
  record: ViewRecord,
  params: Record<string, unknown>,
  served: ServedText | null,
): Pick<ViewSandboxState, 'facts' | 'network' | 'unusedDeclarations'> | null {
  if (record.facts === null) return null
  const { facts, network } = readFrameReport(params)
  const { firstError } = facts
  const located = firstError === null || served === null ? firstError : withSource(firstError, served.html, record.innerOrigin, served.addedLines)
  return {
    facts: { ...facts, firstError: located, startedAt: record.facts.startedAt },
    network,
    unusedDeclarations: unusedDeclarations(record.csp, network),
  }
}
