import type { AuthProvider, Client, Transport } from '@modelcontextprotocol/client'
import { isRecord, VIEW_TOOL_CALL_TIMEOUT_MS } from '@lockstep/contract'
import type { FaultCaller, ToolCallResult } from '../api/host-state.ts'
import { challengeOfError, challengeOfResult, schemeWarnings, type AuthChallenge } from '../auth/auth-challenge.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { HostClock } from './clock.ts'
import { closeMcpClient, openMcpClient, type McpTransportKind } from './mcp-client.ts'
import { McpFault, toldAddress, toMcpFault } from './mcp-fault.ts'
import type { ServerNews } from './server-news.ts'
import { parseToolDescriptor, type ToolDescriptor } from './tool-descriptor.ts'

/** Milliseconds between tries to reach a server that is away. */
const RECONNECT_MS = 1_000

export interface McpConnectionState {
  status: 'connecting' | 'connected' | 'failed'
  problem: string | null
  serverName: string | null
  serverVersion: string | null
  protocolVersion: string | null
  transport: McpTransportKind | null
  tools: ToolDescriptor[]
}

export interface CallOptions {
  meta: Record<string, unknown>
  /** Who asks; `host` reads a view's template. */
  by: FaultCaller | 'host'
  /** Of the view that asks. */
  instanceId?: string
  signal?: AbortSignal
  /** Asks the server for news of the call, and takes them. */
  onProgress?(progress: Record<string, unknown>): void
}

/** Lists that a view may ask its server for. */
export type ServerList = 'tools' | 'resources' | 'resourceTemplates' | 'prompts'

/** One server, spoken to from the backend (a page could not: servers send no CORS headers). */
export interface McpConnection {
  getState(): McpConnectionState
  /** Connects when needed and reads the tool list anew. Never throws: the outcome is in the state. */
  refresh(): Promise<void>
  /** @throws {McpFault} */
  callTool(name: string, args: Record<string, unknown>, options: CallOptions): Promise<ToolCallResult>
  /** Contents of one resource, as sent. @throws {McpFault} */
  readResource(uri: string, options: CallOptions): Promise<unknown>
  /** One of the server's lists, all pages of it (or the page of `params.cursor`), as sent. @throws {McpFault} */
  list(what: ServerList, params?: Record<string, unknown>): Promise<Record<string, unknown>>
  /** Forgets the session; requests under way fail, the next one connects anew. */
  drop(): Promise<void>
  close(): Promise<void>
}

export interface McpConnectionOptions {
  mcpUrl: string
  profile(): PlatformProfile
  clock: HostClock
  auth: AuthProvider
  tap(transport: Transport): Transport
  onChange(): void
  /** The server wants a sign-in that only the person can do. */
  onChallenge(challenge: AuthChallenge): void
  /** Its lists changed; the tools are read anew already. */
  onNews(news: ServerNews): void
}

/** A client, and the requests that are on their way through it. */
interface Held {
  client: Client
  transport: McpTransportKind
  /** What it told the server of itself. */
  speaks: string
  openRequests: number
  isRetired: boolean
}

/**
 * Keeps a client to `mcpUrl`. A server that went away is tried again every `RECONNECT_MS` and before the next request; a request is sent a
 * second time only when the first one surely did not run. A client that is replaced ends when its last request has.
 */
export function createMcpConnection(options: McpConnectionOptions): McpConnection {
  const { mcpUrl, clock, onChange } = options
  const unknown = { serverName: null, serverVersion: null, protocolVersion: null, transport: null }
  let state: McpConnectionState = { status: 'connecting', problem: null, ...unknown, tools: [] }
  let held: Held | null = null
  let opening: Promise<Held> | null = null
  let retry: unknown = null
  let isClosed = false

  function change(next: Partial<McpConnectionState>): void {
    state = { ...state, ...next }
    onChange()
  }

  async function open(): Promise<Held> {
    const { client: speaks } = options.profile().offers
    const { auth, tap } = options
    const { client, transport } = await openMcpClient({ mcpUrl, speaks, auth, tap, onNews: told, onStreamLost: () => streamLost(fresh) }).catch(
      (error: unknown) => {
        throw toMcpFault(error, mcpUrl)
      },
    )
    const fresh: Held = { client, transport, speaks: JSON.stringify(speaks), openRequests: 0, isRetired: false }
    if (isClosed) retire(fresh)
    else held = fresh
    const server = client.getServerVersion()
    change({
      serverName: server?.title ?? server?.name ?? null,
      serverVersion: server?.version ?? null,
      protocolVersion: client.getNegotiatedProtocolVersion() ?? null,
      transport,
    })
    return fresh
  }

  function told(news: ServerNews): void {
    void refresh().then(() => options.onNews(news))
  }

  function connected(): Promise<Held> {
    if (isClosed) return Promise.reject(new McpFault('transport', `The connection to ${toldAddress(mcpUrl)} is closed.`))
    if (held !== null) {
      // Another platform is played: what is under way ends on the old client.
      if (held.speaks === JSON.stringify(options.profile().offers.client)) return Promise.resolve(held)
      retire(held)
    }
    opening ??= open().finally(() => {
      opening = null
    })
    return opening
  }

  /** No new request goes through it. */
  function retire(old: Held): void {
    if (held === old) held = null
    old.isRetired = true
    if (old.openRequests === 0) void closeMcpClient(old.client)
  }

  async function attempt<T>(run: (client: Client) => Promise<T>): Promise<T> {
    let used: Held | null = null
    try {
      used = await connected()
      used.openRequests += 1
      return await run(used.client)
    } catch (error) {
      const fault = toMcpFault(error, mcpUrl)
      const challenge = challengeOfError(error)
      if (challenge !== null) options.onChallenge(challenge)
      if (fault.kind === 'transport') lost(used, fault)
      else if (used === null) change({ status: 'failed', problem: fault.message })
      throw fault
    } finally {
      if (used !== null) {
        used.openRequests -= 1
        if (used.isRetired && used.openRequests === 0) void closeMcpClient(used.client)
      }
    }
  }

  async function request<T>(run: (client: Client) => Promise<T>): Promise<T> {
    const hadClient = held !== null
    try {
      return await attempt(run)
    } catch (error) {
      // A restarted server has forgotten the connection; a request it never saw may go once more on a new one.
      if (!(hadClient && error instanceof McpFault && error.isUndelivered)) throw error
    }
    const answer = await attempt(run)
    if (state.status !== 'connected') void refresh()
    return answer
  }

  function lost(used: Held | null, fault: McpFault): void {
    if (fault.isCallsOwn) return
    if (used !== null) retire(used)
    if (isClosed) return
    change({ status: 'failed', problem: fault.message })
    tryAgainLater()
  }

  function tryAgainLater(): void {
    retry ??= clock.setTimeout(() => {
      retry = null
      void refresh()
    }, RECONNECT_MS)
  }

  function streamLost(broken: Held): void {
    if (isClosed || broken.isRetired) return
    retire(broken)
    // All answers come by that one stream: what was asked would wait until its time runs out.
    if (broken.transport === 'http+sse') void closeMcpClient(broken.client)
    tryAgainLater()
  }

  async function refresh(): Promise<void> {
    try {
      const { tools: listed } = await attempt((client) => listOf(client, 'tools', undefined))
      const tools = (Array.isArray(listed) ? listed : []).flatMap(
        (tool: unknown) => parseToolDescriptor(tool, options.profile().offers.readsMeta) ?? [],
      )
      const isSame = state.status === 'connected' && JSON.stringify(tools) === JSON.stringify(state.tools)
      if (!isSame) change({ status: 'connected', problem: null, tools })
    } catch (error) {
      if (!(error instanceof McpFault)) throw error
      if (error.kind === 'protocol') change({ status: 'failed', problem: `tools/list was refused: ${error.message}` })
      else if (error.kind === 'auth') change({ status: 'failed', problem: error.message })
      // A transport fault is in the state already, put there by `lost`.
    }
  }

  return {
    getState: () => state,
    refresh,
    async callTool(name, args, { meta, signal, onProgress }) {
      const timing = { timeout: VIEW_TOOL_CALL_TIMEOUT_MS, ...(signal ? { signal } : {}), ...(onProgress ? { onprogress: onProgress } : {}) }
      const run = (client: Client): Promise<Record<string, unknown>> =>
        client.callTool({ name, arguments: args, _meta: meta }, timing).catch((error: unknown) => {
          throw signal?.aborted === true ? givenUp(error) : error
        })
      const result = toolCallResult(await request(run))
      const challenge = challengeOfResult(result)
      if (challenge !== null) {
        const raw = state.tools.find((tool) => tool.name === name)?.raw ?? {}
        const isChatGpt = options.profile().offers.openai !== null
        options.onChallenge({ ...challenge, warnings: isChatGpt ? [...schemeWarnings(raw), ...challenge.warnings] : [] })
      }
      return result
    },
    async readResource(uri, { meta, signal }) {
      const timing = { cacheMode: 'refresh' as const, ...(signal ? { signal } : {}) }
      const result = await request((client) => client.readResource({ uri, _meta: meta }, timing))
      return result.contents
    },
    list: (what, params) => request((client) => listOf(client, what, params)),
    async drop() {
      if (held !== null) {
        const { client } = held
        held = null
        await closeMcpClient(client)
      }
    },
    async close() {
      isClosed = true
      if (retry !== null) clock.clearTimeout(retry)
      const old = held
      held = null
      if (old !== null) await closeMcpClient(old.client)
    },
  }
}

function givenUp(cause: unknown): McpFault {
  return new McpFault('transport', 'The call was given up before the server answered; it may have done it.', { isCallsOwn: true, cause })
}

async function listOf(client: Client, what: ServerList, params: Record<string, unknown> | undefined): Promise<Record<string, unknown>> {
  const options = { cacheMode: 'refresh' as const }
  const offered = client.getServerCapabilities() ?? {}
  // The SDK would answer the same, and say so on the console.
  if (offered[what === 'resourceTemplates' ? 'resources' : what] === undefined) return { [what]: [] }
  switch (what) {
    case 'tools':
      return client.listTools(params, options)
    case 'resources':
      return client.listResources(params, options)
    case 'resourceTemplates':
      return client.listResourceTemplates(params, options)
    case 'prompts':
      return client.listPrompts(params, options)
  }
}

function toolCallResult(result: Record<string, unknown>): ToolCallResult {
  const { content, structuredContent, isError, _meta } = result
  return {
    content: Array.isArray(content) ? content.filter(isRecord) : [],
    ...(isRecord(structuredContent) ? { structuredContent } : {}),
    ...(isError === true ? { isError } : {}),
    ...(isRecord(_meta) ? { _meta } : {}),
  }
}
