/// <reference lib="dom" />

/** Where the observer sends what it saw. */
export interface ObserverBoot {
  outerOrigin: string
}

/** Notification with which a frame tells what it saw of its view; each one replaces the last. */
export const FRAME_REPORT = 'lockstep-frame/report'

/**
 * Runs in the view before its own scripts and tells the host what only the frame can see: load, first paint, errors nothing caught, and which
 * origins were asked. Changes nothing in the view but `console.error`, which it counts. It is sent as text, so it uses nothing from outside itself.
 */
export function observeFrame(boot: ObserverBoot): void {
  const host = window.parent
  const textMaxChars = 4_000
  const originsMax = 60
  const reportEveryMs = 250
  const facts = {
    loadedMs: null as number | null,
    firstPaintMs: null as number | null,
    firstError: null as Record<string, unknown> | null,
    errorCount: 0,
    consoleErrors: 0,
    network: [] as Array<{ origin: string; kind: string; count: number; failed: number }>,
  }
  let timer: ReturnType<typeof setTimeout> | null = null

  const clip = (text: unknown): string => String(text).slice(0, textMaxChars)
  const send = (): void => {
    timer = null
    host.postMessage({ jsonrpc: '2.0', method: 'lockstep-frame/report', params: facts }, boot.outerOrigin)
  }
  const changed = (): void => {
    timer ??= setTimeout(send, reportEveryMs)
  }
  const failed = (error: Record<string, unknown>): void => {
    facts.errorCount += 1
    facts.firstError ??= error
    changed()
  }
  const stackOf = (reason: unknown): string | null => (reason instanceof Error && reason.stack ? clip(reason.stack) : null)

  window.addEventListener('error', (event: ErrorEvent) => {
    if (!(event instanceof ErrorEvent)) return
    const { message, filename, lineno, colno } = event
    const error: unknown = event.error
    failed({ message: clip(message), file: filename || null, line: lineno || null, column: colno || null, stack: stackOf(error) })
  })
  window.addEventListener('unhandledrejection', (event) => {
    const reason: unknown = event.reason
    const place = reason instanceof Error ? /(https?:\/\/\S+?):(\d+):(\d+)/.exec(reason.stack ?? '') : null
    const message = reason instanceof Error ? `${reason.name}: ${reason.message}` : clip(reason)
    const [, file = null, line, column] = place ?? []
    failed({
      message: clip(`Unhandled rejection: ${message}`),
      file,
      line: line === undefined ? null : Number(line),
      column: column === undefined ? null : Number(column),
      stack: stackOf(reason),
    })
  })
  const tools = window.console
  const say = tools.error
  tools.error = (...args: unknown[]): void => {
    facts.consoleErrors += 1
    changed()
    say.apply(tools, args)
  }
  window.addEventListener('load', () => {
    facts.loadedMs = Math.round(performance.now())
    changed()
  })

  const blocked = new Set<string>()
  document.addEventListener('securitypolicyviolation', (event) => blocked.add(event.blockedURI))
  const count = (entry: PerformanceResourceTiming): void => {
    if (!URL.canParse(entry.name)) return
    const { origin, protocol } = new URL(entry.name)
    if (!/^(https?|wss?):$/.test(protocol) || origin === location.origin) return
    const kind = entry.initiatorType
    let line = facts.network.find((known) => known.origin === origin && known.kind === kind)
    if (line === undefined) {
      if (facts.network.length >= originsMax) return
      line = { origin, kind, count: 0, failed: 0 }
      facts.network.push(line)
    }
    line.count += 1
    // A request that CSP let go and whose answer may not be read has no status.
    const isUnread = (kind === 'fetch' || kind === 'xmlhttprequest') && entry.responseStatus === 0
    if (isUnread && !blocked.has(entry.name) && !blocked.has(origin)) line.failed += 1
    changed()
  }
  const watch = (type: string, run: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(run)).observe({ type, buffered: true })
  watch('resource', (entry) => count(entry as PerformanceResourceTiming))
  watch('paint', (entry) => {
    if (entry.name !== 'first-contentful-paint') return
    facts.firstPaintMs = Math.round(entry.startTime)
    changed()
  })
}
