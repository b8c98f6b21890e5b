import { RPC_CODES } from '@lockstep/contract'
import {
  isInitializeRequest,
  ProtocolError,
  ProtocolErrorCode,
  WebStandardStreamableHTTPServerTransport,
  type McpServer,
} from '@modelcontextprotocol/server'
import type { ChangeNotifier } from './mcp-options.ts'
import { notesOf } from './request-notes.ts'
import { URI_MAX_CHARS } from './uri-template.ts'

/** Milliseconds after its last request that a session may be forgotten. */
export const SESSION_IDLE_MS = 30 * 60_000
/** Sessions at once; past them the one that has been quiet longest ends. */
export const SESSIONS_MAX = 1_000
/** Sessions of one person, where there is sign-in; past them that person's quietest ends, and nobody else's. */
export const SESSIONS_PER_OWNER_MAX = 50
/** Resources one session may listen to. */
const SUBSCRIPTIONS_MAX = 100
const SESSION_HEADER = 'mcp-session-id'

interface Session {
  readonly mcp: McpServer
  readonly transport: WebStandardStreamableHTTPServerTransport
  /** Whose session it is: nobody else's requests enter it. Null without sign-in. */
  readonly owner: string | null
  readonly subscriptions: Set<string>
  lastUsedAt: number
}

export interface LegacySessions {
  /** Answers a request of a session or one that opens a session; null for any other, which needs none. */
  handle(request: Request, parsedBody: unknown): Promise<Response | null>
  readonly notify: ChangeNotifier
  readonly size: number
  close(): Promise<void>
}

export interface LegacySessionOptions {
  createServer(): McpServer
  newId(): string
  now(): number
  /** Whether callers have names. */
  hasSignIn: boolean
  onError(error: unknown): void
}

/** Sessions of the 2025 era, one server and one transport each, so that no answer can reach another client. */
export function createLegacySessions(options: LegacySessionOptions): LegacySessions {
  // in the order of their last use, the first the longest ago
  const sessions = new Map<string, Session>()

  async function end(id: string): Promise<void> {
    const session = sessions.get(id)
    sessions.delete(id)
    await session?.mcp.close()
  }

  function makeRoom(owner: string | null): void {
    const own = options.hasSignIn ? [...sessions].filter(([, session]) => session.owner === owner).map(([id]) => id) : []
    for (const id of own.slice(0, Math.max(0, own.length + 1 - SESSIONS_PER_OWNER_MAX))) end(id).catch(options.onError)
    for (const [id, { lastUsedAt }] of sessions) {
      if (sessions.size < SESSIONS_MAX && options.now() - lastUsedAt <= SESSION_IDLE_MS) return
      end(id).catch(options.onError)
    }
  }

  async function open(request: Request, parsedBody: unknown): Promise<Response> {
    makeRoom(ownerOf(request))
    const mcp = options.createServer()
    const session: Session = {
      mcp,
      transport: new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: () => options.newId(),
        onsessioninitialized: (id) => {
          sessions.set(id, session)
        },
        onsessionclosed: end,
      }),
      owner: ownerOf(request),
      subscriptions: new Set(),
      lastUsedAt: options.now(),
    }
    answerSubscriptions(session)
    await mcp.connect(session.transport)
    return session.transport.handleRequest(request, { parsedBody })
  }

  function tell(send: (session: Session) => Promise<void>): void {
    for (const session of sessions.values()) send(session).catch(options.onError)
  }

  return {
    handle: async (request, parsedBody) => {
      const id = request.headers.get(SESSION_HEADER)
      if (id === null) return isInitializeRequest(parsedBody) ? open(request, parsedBody) : null
      const session = sessions.get(id)
      if (session === undefined || session.owner !== ownerOf(request)) return unknownSession()
      session.lastUsedAt = options.now()
      sessions.delete(id)
      sessions.set(id, session)
      return session.transport.handleRequest(request, parsedBody === undefined ? {} : { parsedBody })
    },
    notify: {
      toolsChanged: () => tell(({ mcp }) => mcp.server.sendToolListChanged()),
      promptsChanged: () => tell(({ mcp }) => mcp.server.sendPromptListChanged()),
      resourcesChanged: () => tell(({ mcp }) => mcp.server.sendResourceListChanged()),
      resourceUpdated: (uri) =>
        tell(async ({ mcp, subscriptions }) => {
          if (subscriptions.has(uri)) await mcp.server.sendResourceUpdated({ uri })
        }),
    },
    get size() {
      return sessions.size
    },
    close: async () => {
      await Promise.all([...sessions.keys()].map(end))
    },
  }
}

function answerSubscriptions({ mcp, subscriptions }: Session): void {
  if (mcp.server.getCapabilities().resources?.subscribe !== true) return
  mcp.server.setRequestHandler('resources/subscribe', (request) => {
    const { uri } = request.params
    if (uri.length > URI_MAX_CHARS) throw refused(`Expected a URI of at most ${URI_MAX_CHARS} characters.`)
    if (subscriptions.size >= SUBSCRIPTIONS_MAX && !subscriptions.has(uri)) {
      throw refused(`A session listens to at most ${SUBSCRIPTIONS_MAX} resources; unsubscribe from one first.`)
    }
    subscriptions.add(uri)
    return {}
  })
  mcp.server.setRequestHandler('resources/unsubscribe', (request) => {
    subscriptions.delete(request.params.uri)
    return {}
  })
}

function refused(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { code: 'too_large' })
}

function ownerOf(request: Request): string | null {
  return notesOf(request).auth?.userKey ?? null
}

/** 404 tells a client to open another session; @see MCP specification 2025-11-25, session management (checked 2026-11-21) */
function unknownSession(): Response {
  const error = { code: RPC_CODES.refused, message: 'This session is not known (any more). Open another one.', data: { code: 'session_unknown' } }
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 })
}
