import { isRecord, type UiCsp } from '@lockstep/contract'
import type { NetworkUse, UncaughtError, UnusedDeclaration, ViewFacts } from '../api/host-state.ts'
import { sanitiseSource } from '../sandbox/csp.ts'

/** Characters of each text of a report, and lines of network use; a view can send reports in its own name. */
const TEXT_MAX_CHARS = 4_000
const ORIGIN_MAX_CHARS = 300
const NETWORK_MAX = 60
/** Lines before and after the one that failed, and characters of each. */
const SOURCE_AROUND = 2
const SOURCE_LINE_MAX_CHARS = 160

/** What Resource Timing can see: neither a base address nor a socket is in it. */
const OBSERVED_FIELDS = ['connectDomains', 'resourceDomains', 'frameDomains'] as const
/** Initiator types that connect-src governs. */
const CONNECT_KINDS: ReadonlySet<string> = new Set(['fetch', 'xmlhttprequest', 'beacon', 'eventsource'])

export interface FrameReport {
  facts: Omit<ViewFacts, 'startedAt'>
  network: NetworkUse[]
}

/** The params of `lockstep-frame/report`, read with mistrust: what is not of its type is left out. */
export function readFrameReport(params: Record<string, unknown>): FrameReport {
  const network = Array.isArray(params['network']) ? params['network'].filter(isRecord).slice(0, NETWORK_MAX) : []
  return {
    facts: {
      loadedMs: count(params['loadedMs']),
      firstPaintMs: count(params['firstPaintMs']),
      errorCount: count(params['errorCount']) ?? 0,
      firstError: isRecord(params['firstError']) ? readError(params['firstError']) : null,
      consoleErrors: count(params['consoleErrors']) ?? 0,
    },
    network: network.flatMap(({ origin, kind, count: times, failed }) => {
      if (typeof origin !== 'string' || origin.length > ORIGIN_MAX_CHARS || !URL.canParse(origin)) return []
      return [{ origin: new URL(origin).origin, kind: text(kind)?.slice(0, 40) ?? '', count: count(times) ?? 0, failed: count(failed) ?? 0 }]
    }),
  }
}

/** Adds the view's own lines around an error whose place is in its HTML; `addedLines` stand before them in what was served. */
export function withSource(error: UncaughtError, html: string, innerOrigin: string, addedLines: number): UncaughtError {
  const isInline = error.file !== null && URL.canParse(error.file) && new URL(error.file).origin === innerOrigin
  if (!isInline || error.line === null) return error
  const line = error.line - addedLines
  const lines = html.split('\n')
  if (line < 1 || line > lines.length) return error
  const from = Math.max(1, line - SOURCE_AROUND)
  const shown = lines.slice(from - 1, line + SOURCE_AROUND).map((content, index) => {
    const number = from + index
    // A built view is one long line: what counts is around the column.
    const start = number === line ? Math.max(0, (error.column ?? 1) - SOURCE_LINE_MAX_CHARS / 2) : 0
    return `${number === line ? '>' : ' '} ${number} | ${content.slice(start, start + SOURCE_LINE_MAX_CHARS)}`
  })
  return { ...error, line, source: shown.join('\n') }
}

/** Declared sources that no request so far needed; what is no source is told elsewhere. */
export function unusedDeclarations(csp: UiCsp, network: readonly NetworkUse[]): UnusedDeclaration[] {
  return OBSERVED_FIELDS.flatMap((field) =>
    (csp[field] ?? []).flatMap((entry) => {
      const outcome = sanitiseSource(entry, ['https:', 'http:'])
      if (!outcome.ok) return []
      const isUsed = network.some(({ origin, kind }) => isOfField(kind, field) && isCovered(origin, outcome.source))
      return isUsed ? [] : [{ field, source: entry }]
    }),
  )
}

function isOfField(kind: string, field: (typeof OBSERVED_FIELDS)[number]): boolean {
  if (kind === 'other') return true
  if (field === 'frameDomains') return kind === 'iframe' || kind === 'frame'
  return CONNECT_KINDS.has(kind) === (field === 'connectDomains')
}

function isCovered(origin: string, source: string): boolean {
  const { protocol, host } = new URL(origin)
  const [scheme = '', rest = ''] = source.split('://')
  const [sourceHost = ''] = rest.split('/')
  if (`${scheme}:` !== protocol) return false
  return sourceHost.startsWith('*.') ? host.endsWith(sourceHost.slice(1)) : new URL(`${scheme}://${sourceHost}`).host === host
}

function readError(error: Record<string, unknown>): UncaughtError {
  return {
    message: text(error['message']) ?? 'An error without a message.',
    file: text(error['file']),
    line: count(error['line']),
    column: count(error['column']),
    source: null,
    stack: text(error['stack']),
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, TEXT_MAX_CHARS) : null
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null
}
