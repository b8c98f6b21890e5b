import { isRecord } from '@lockstep/contract'
import type { Entry, ToolCallResult } from '../api/host-state.ts'
import { hideSecrets } from '../log/hide-secrets.ts'

/** Characters of JSON up to which the page gets a result in whole; the page gets the whole conversation with every change. */
const SHOWN_RESULT_MAX_CHARS = 50_000
/** Characters of JSON of one trace event's detail. */
const TRACE_DETAIL_MAX_CHARS = 2_000
/** Of one value in it, where the whole is too long. */
const TRACE_VALUE_MAX_CHARS = 500

const shown = new WeakMap<Entry, Entry>()

/** An entry for the page: a huge `_meta` (pictures, whole documents) is replaced by a note of its size. The model never sees `_meta`; the view gets it whole. */
export function shownEntry(entry: Entry): Entry {
  if (entry.kind !== 'tool' || entry.result?._meta === undefined) return entry
  const known = shown.get(entry)
  if (known !== undefined) return known
  const next = { ...entry, result: clipMeta(entry.result) }
  shown.set(entry, next)
  return next
}

function clipMeta(result: ToolCallResult): ToolCallResult {
  if (JSON.stringify(result).length <= SHOWN_RESULT_MAX_CHARS) return result
  const entries = Object.entries(result._meta ?? {}).map(([key, value]) => {
    const chars = JSON.stringify(value)?.length ?? 0
    return [key, chars > SHOWN_RESULT_MAX_CHARS / 10 ? `(${chars} characters of JSON, not shown here)` : value] as const
  })
  return { ...result, _meta: Object.fromEntries(entries) }
}

/** A trace event's detail, cut to what a timeline can show, with secrets hidden as the log hides them. */
export function shownDetail(detail: Record<string, unknown>): Record<string, unknown> {
  const json = JSON.stringify(detail)
  if (json.length <= TRACE_DETAIL_MAX_CHARS) return withoutSecrets(json)
  const entries = Object.entries(detail).map(([key, value]) => {
    const text = JSON.stringify(value) ?? 'null'
    if (text.length <= TRACE_VALUE_MAX_CHARS) return [key, value] as const
    // Hidden before it is cut: half a secret is one, too.
    return [key, `${hideSecrets(text.slice(0, TRACE_DETAIL_MAX_CHARS)).slice(0, TRACE_VALUE_MAX_CHARS)}…`] as const
  })
  return withoutSecrets(JSON.stringify(Object.fromEntries(entries)))
}

function withoutSecrets(json: string): Record<string, unknown> {
  const hidden = hideSecrets(json)
  try {
    const detail: unknown = JSON.parse(hidden)
    return isRecord(detail) ? detail : {}
  } catch {
    // A text with half a JSON in it may have lost its end with the secret.
    return { text: hidden }
  }
}
