import type { ToolAuth } from '../auth/auth.ts'

/** What is known of a request beside the request itself. */
export interface RequestNotes {
  /** The peer's address, or undefined when it is gone already. */
  readonly remoteAddress: string | undefined
  /** Who calls, proved by a token; null without sign-in. */
  readonly auth: ToolAuth | null
}

const NOTHING: RequestNotes = { remoteAddress: undefined, auth: null }
const notes = new WeakMap<Request, RequestNotes>()

/** Remembers it beside a request; the SDK carries the request to the handlers, and nothing of its connection. */
export function noteRequest(request: Request, known: RequestNotes): void {
  notes.set(request, known)
}

/** What was noted for a request; nothing for one that nobody noted. */
export function notesOf(request: Request | undefined): RequestNotes {
  return request === undefined ? NOTHING : (notes.get(request) ?? NOTHING)
}
