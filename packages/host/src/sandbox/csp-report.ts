import { isRecord } from '@lockstep/contract'

/** Bytes of one CSP report. */
const REPORT_MAX_BYTES = 64_000
/** Characters of a directive and of a blocked address that are kept; anybody who knows the view's address can send reports. */
const REPORT_TEXT_MAX_CHARS = 500

/** What the browser says it did not let through. */
export interface CspReport {
  directive: string
  blockedUrl: string
}

/** The body of a report (`application/csp-report`); null when it is none. */
export async function readCspReport(body: AsyncIterable<unknown>): Promise<CspReport | 'too large' | null> {
  let text = ''
  for await (const chunk of body) {
    text += String(chunk)
    if (text.length > REPORT_MAX_BYTES) return 'too large'
  }
  const report = parsed(text)
  if (!isRecord(report)) return null
  const directive = report['effective-directive'] ?? report['violated-directive']
  const blocked = report['blocked-uri']
  if (typeof directive !== 'string' || typeof blocked !== 'string') return null
  return { directive: directive.slice(0, REPORT_TEXT_MAX_CHARS), blockedUrl: blocked.slice(0, REPORT_TEXT_MAX_CHARS) }
}

function parsed(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return isRecord(body) ? body['csp-report'] : null
  } catch {
    return null
  }
}
