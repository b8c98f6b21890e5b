import { Client, StreamableHTTPClientTransport, type ClientOptions } from '@modelcontextprotocol/client'
import { isRecord, MIME_MCP_APP, VIEW_TOOL_CALL_TIMEOUT_MS } from '@lockstep/contract'
import type { ToolCallResult } from '../api/host-state.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { HostClock } from './clock.ts'
import { McpFault, toMcpFault } from './mcp-fault.ts'
import { parseToolDescriptor, type ToolDescriptor } from './tool-descriptor.ts'

/** Milliseconds between tries to reach a server that is away. */
const RECONNECT_MS = 1_000
/** Milliseconds a connection attempt may take. */
const CONNECT_TIMEOUT_MS = 10_000

export interface McpConnectionState {
  status: 'connecting' | 'connected' | 'failed'
  problem: string | null
  serverName: string | null
  serverVersion: string | null
  protocolVersion: string | null
  tools: ToolDescriptor[]
}

export interface CallOptions {
  meta: Record<string, unknown>
  signal?: AbortSignal
}

/** One server, spoken to from the backend (a page could not: servers send no CORS headers). */
export interface McpConnection {
  getState(): McpConnectionState
  /** Connects when needed and reads the tool list anew. Never throws: the outcome is in the state. */
  refresh(): Promise<void>
  /** @throws {McpFault} */
  callTool(name: string, args: Record<string, unknown>, options: CallOptions): Promise<ToolCallResult>
  /** Contents of one resource, as sent. @throws {McpFault} */
  readResource(uri: string, options: CallOptions): Promise<unknown>
  close(): Promise<void>
}

export interface McpConnectionOptions {
  mcpUrl: string
  profile(): PlatformProfile
  clock: HostClock
  onChange(): void
}

const CAPABILITIES: ClientOptions = {
  capabilities: { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: [MIME_MCP_APP] } } },
  versionNegotiation: { mode: 'auto' },
}

/**
 * Keeps a client to `mcpUrl`. A server that went away is tried again every `RECONNECT_MS` and before the next request; a request is sent a
 * second time only when the first one surely did not run.
 */
export function createMcpConnection(options: McpConnectionOptions): McpConnection {
  const { mcpUrl, clock, onChange } = options
  let state: McpConnectionState = { status: 'connecting', problem: null, serverName: null, serverVersion: null, protocolVersion: null, tools: [] }
  let client: Client | null = null
  let opening: Promise<Client> | null = null
  let retry: unknown = null
  let isClosed = false

  function change(next: Partial<McpConnectionState>): void {
    state = { ...state, ...next }
    onChange()
  }

  async function open(): Promise<Client> {
    const fresh = new Client(options.profile().offers.client.info, CAPABILITIES)
    try {
      await fresh.connect(new StreamableHTTPClientTransport(new URL(mcpUrl)), { timeout: CONNECT_TIMEOUT_MS })
    } catch (error) {
      await dispose(fresh)
      throw toMcpFault(error, mcpUrl)
    }
    const server = fresh.getServerVersion()
    client = fresh
    change({
      serverName: server?.title ?? server?.name ?? null,
      serverVersion: server?.version ?? null,
      protocolVersion: fresh.getNegotiatedProtocolVersion() ?? null,
    })
    return fresh
  }

  function connected(): Promise<Client> {
    if (isClosed) return Promise.reject(new McpFault('transport', `The connection to ${mcpUrl} is closed.`))
    if (client !== null) return Promise.resolve(client)
    opening ??= open().finally(() => {
      opening = null
    })
    return opening
  }

  async function attempt<T>(run: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await run(await connected())
    } catch (error) {
      const fault = toMcpFault(error, mcpUrl)
      if (fault.kind === 'transport') await lost(fault)
      throw fault
    }
  }

  async function request<T>(run: (client: Client) => Promise<T>): Promise<T> {
    const hadClient = client !== null
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

  async function lost(fault: McpFault): Promise<void> {
    const old = client
    client = null
    if (old !== null) await dispose(old)
    if (isClosed) return
    change({ status: 'failed', problem: fault.message })
    retry ??= clock.setTimeout(() => {
      retry = null
      void refresh()
    }, RECONNECT_MS)
  }

  async function refresh(): Promise<void> {
    try {
      const listed = await attempt((open) => open.listTools(undefined, { cacheMode: 'refresh' }))
      const tools = listed.tools.flatMap((tool) => parseToolDescriptor(tool) ?? [])
      const isSame = state.status === 'connected' && JSON.stringify(tools) === JSON.stringify(state.tools)
      if (!isSame) change({ status: 'connected', problem: null, tools })
    } catch (error) {
      if (error instanceof McpFault && error.kind === 'protocol') change({ status: 'failed', problem: `tools/list was refused: ${error.message}` })
      // A transport fault is in the state already, put there by `lost`.
    }
  }

  return {
    getState: () => state,
    refresh,
    async callTool(name, args, { meta, signal }) {
      const timing = { timeout: VIEW_TOOL_CALL_TIMEOUT_MS, ...(signal ? { signal } : {}) }
      const result = await request((open) => open.callTool({ name, arguments: args, _meta: meta }, timing))
      return toolCallResult(result)
    },
    async readResource(uri, { meta, signal }) {
      const timing = { cacheMode: 'refresh' as const, ...(signal ? { signal } : {}) }
      const result = await request((open) => open.readResource({ uri, _meta: meta }, timing))
      return result.contents
    },
    async close() {
      isClosed = true
      if (retry !== null) clock.clearTimeout(retry)
      const old = client
      client = null
      if (old !== null) await dispose(old)
    },
  }
}

async function dispose(client: Client): Promise<void> {
  try {
    await client.close()
  } catch {
    // A dead connection may refuse to be closed; there is nothing left to free.
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
