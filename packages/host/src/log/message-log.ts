import { isRecord, parseJsonRpc } from '@lockstep/contract'
import type { LoggedMessage, LoggedMessageBody, MessageList, MessageRoute } from '../api/message-state.ts'
import { hideSecrets } from './hide-secrets.ts'

/** Messages kept; older ones are forgotten. */
const MESSAGES_MAX = 2_000
/** Characters of one body. */
const BODY_MAX_CHARS = 100_000
/** Characters of all bodies together; the oldest lose theirs first. */
const BODIES_MAX_CHARS = 20_000_000
const SUBJECT_MAX_CHARS = 120

export interface LogEntry {
  at: number
  route: MessageRoute
  app: string | null
  instanceId: string | null
  /** Tells two mounts of one view apart, whose ids are the same; default: the instance, else the app. */
  channel?: string
  message: unknown
}

/** Every message in both directions, in memory, bounded, without secrets. */
export interface MessageLog {
  record(entry: LogEntry): void
  /** Those with a greater `seq`, oldest first. */
  list(after: number): MessageList
  /** All with their bodies, for an export. */
  listWhole(): LoggedMessageBody[]
  /** Null: never was, or is forgotten. */
  find(seq: number): LoggedMessageBody | null
  clear(): void
  subscribe(listener: () => void): () => void
}

export function createMessageLog(): MessageLog {
  let messages: LoggedMessageBody[] = []
  let bodiesChars = 0
  let stripped = 0
  let lastSeq = 0
  /** Requests without an answer yet, by road, sender and id. */
  let open = new Map<string, { seq: number; at: number; method: string; subject: string }>()
  const listeners = new Set<() => void>()

  function record({ at, route, app, instanceId, channel = instanceId ?? app ?? '', message }: LogEntry): void {
    const json = jsonOf(message)
    const parsed = parseJsonRpc(message)
    lastSeq += 1
    const base = { seq: lastSeq, at, route, app, instanceId, bytes: Buffer.byteLength(json), hasHiddenMeta: hasMeta(parsed) }
    append({ ...base, ...described(parsed, base, channel), body: hideSecrets(json.slice(0, BODY_MAX_CHARS)), isCut: json.length > BODY_MAX_CHARS })
  }

  function described(
    parsed: ReturnType<typeof parseJsonRpc>,
    { seq, at, route }: { seq: number; at: number; route: MessageRoute },
    channel: string,
  ): Pick<LoggedMessage, 'kind' | 'method' | 'subject' | 'id' | 'answerTo' | 'tookMs'> {
    const unanswered = { answerTo: null, tookMs: null }
    if (parsed === null) return { kind: 'foreign', method: '', subject: '', id: null, ...unanswered }
    if (parsed.kind === 'request') {
      const { id, method, params } = parsed.message
      const subject = subjectOf(params)
      open.set(`${route} ${channel} ${String(id)}`, { seq, at, method, subject })
      return { kind: 'request', method, subject, id: String(id), ...unanswered }
    }
    if (parsed.kind === 'notification') {
      const { method, params } = parsed.message
      return { kind: 'notification', method, subject: subjectOf(params), id: null, ...unanswered }
    }
    const key = `${BACK[route]} ${channel} ${String(parsed.message.id)}`
    const request = open.get(key)
    open.delete(key)
    const isError = parsed.kind === 'failure' || parsed.message.result['isError'] === true
    return {
      kind: isError ? 'error' : 'answer',
      method: request?.method ?? '',
      subject: request?.subject ?? '',
      id: String(parsed.message.id),
      answerTo: request?.seq ?? null,
      tookMs: request === undefined ? null : at - request.at,
    }
  }

  function append(message: LoggedMessageBody): void {
    messages.push(message)
    bodiesChars += message.body.length
    // In lumps, so that a busy log is not copied for every message.
    if (messages.length > MESSAGES_MAX * 1.1) forget(messages.length - MESSAGES_MAX)
    while (bodiesChars > BODIES_MAX_CHARS && stripped < messages.length - 1) strip()
    for (const listener of listeners) listener()
  }

  function forget(count: number): void {
    const gone = messages.splice(0, count)
    bodiesChars -= gone.reduce((sum, { body }) => sum + body.length, 0)
    stripped = Math.max(0, stripped - count)
    const [oldest] = messages
    for (const [key, { seq }] of open) if (oldest !== undefined && seq < oldest.seq) open.delete(key)
  }

  function strip(): void {
    const message = messages[stripped]
    if (message !== undefined) {
      bodiesChars -= message.body.length
      messages[stripped] = { ...message, body: '', isCut: true }
    }
    stripped += 1
  }

  return {
    record,
    list: (after) => ({
      messages: messages.slice(firstAfter(messages, after)).map(({ body: _body, isCut: _isCut, ...message }) => message),
      firstSeq: messages[0]?.seq ?? lastSeq + 1,
      lastSeq,
    }),
    listWhole: () => [...messages],
    find: (seq) => messages.find((message) => message.seq === seq) ?? null,
    clear() {
      messages = []
      bodiesChars = 0
      stripped = 0
      open = new Map()
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function jsonOf(message: unknown): string {
  try {
    return JSON.stringify(message) ?? 'null'
  } catch {
    // A cycle cannot travel either, so there is nothing to show of it.
    return 'null'
  }
}

/** The road an answer's request came by. */
const BACK: Record<MessageRoute, MessageRoute> = {
  'view-to-host': 'host-to-view',
  'host-to-view': 'view-to-host',
  'host-to-server': 'server-to-host',
  'server-to-host': 'host-to-server',
  'host-to-model': 'model-to-host',
  'model-to-host': 'host-to-model',
}

function firstAfter(messages: readonly LoggedMessage[], after: number): number {
  const index = messages.findIndex(({ seq }) => seq > after)
  return index === -1 ? messages.length : index
}

/** Data of a tool's answer that is for the view alone: in an answer, or in the notification that hands it on. Hints of a request are none. */
function hasMeta(parsed: ReturnType<typeof parseJsonRpc>): boolean {
  if (parsed?.kind === 'success') return isRecord(parsed.message.result['_meta'])
  return parsed?.kind === 'notification' && isRecord(parsed.message.params?.['_meta'])
}

/** The one short word of the params that says what it is about. */
function subjectOf(params: Record<string, unknown> | undefined): string {
  if (params === undefined) return ''
  const args: readonly unknown[] = Array.isArray(params['args']) ? params['args'] : []
  const inArguments = args.find((value) => typeof value === 'string') ?? (isRecord(args[0]) ? firstText(args[0]) : undefined)
  const found = firstText(params) ?? inArguments ?? ''
  return typeof found === 'string' ? hideSecrets(found.slice(0, BODY_MAX_CHARS)).slice(0, SUBJECT_MAX_CHARS) : ''
}

function firstText(record: Record<string, unknown>): string | undefined {
  for (const key of ['name', 'uri', 'url', 'href', 'mode', 'level', 'reason', 'method']) {
    const value = record[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}
