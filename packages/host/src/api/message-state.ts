/** Who speaks to whom. */
export type MessageRoute = 'view-to-host' | 'host-to-view' | 'host-to-server' | 'server-to-host' | 'host-to-model' | 'model-to-host'

/** One message as the timeline lists it; its body is asked for by its `seq`. */
export interface LoggedMessage {
  /** Counts up from 1, through all messages of this run of the host. */
  seq: number
  /** Milliseconds since 1970. */
  at: number
  route: MessageRoute
  kind: 'request' | 'notification' | 'answer' | 'error' | 'foreign'
  /** Of the message; of an answer: of the request it belongs to. Empty when it has none. */
  method: string
  /** A tool's name, an address, or the like: what the method is about. Empty when there is nothing short to say. */
  subject: string
  /** JSON-RPC id as text; null when it has none. */
  id: string | null
  /** Null when it belongs to none. */
  app: string | null
  instanceId: string | null
  /** Of the whole message as JSON in UTF-8. */
  bytes: number
  /** Of an answer: what it answers; null when that is not kept any more. */
  answerTo: number | null
  /** Milliseconds between the request and this answer; null for all else. */
  tookMs: number | null
  /** True: an answer (or the notification that hands it on) with `_meta`, which no model sees. */
  hasHiddenMeta: boolean
}

/** A message with its body. */
export interface LoggedMessageBody extends LoggedMessage {
  /** JSON with line breaks left to the reader; cut at a limit, secrets replaced. */
  body: string
  isCut: boolean
}

export interface MessageList {
  messages: LoggedMessage[]
  /** Older ones are forgotten: the first that is kept, or the next that will be. */
  firstSeq: number
  lastSeq: number
}
