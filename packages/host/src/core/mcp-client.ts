import {
  Client,
  SSEClientTransport,
  SseError,
  StreamableHTTPClientTransport,
  type AuthProvider,
  type ClientOptions,
  type Transport,
} from '@modelcontextprotocol/client'
import { MCP_APPS_EXTENSION, MCP_MODERN_REVISION, type HostProfile } from '@lockstep/contract'
import { httpStatusOf } from './mcp-fault.ts'
import { SERVER_NEWS, type ServerNews } from './server-news.ts'

/** Milliseconds a connection attempt may take. */
const CONNECT_TIMEOUT_MS = 10_000
/** What a server that knows only the older transport answers to a POST. @see MCP 2025-11-25, transports, backwards compatibility (checked 2026-11-21) */
const NOT_STREAMABLE: readonly number[] = [400, 404, 405]

export type McpTransportKind = 'streamable-http' | 'http+sse'

export interface OpenMcpClientOptions {
  mcpUrl: string
  /** What the platform's own client says of itself and speaks. */
  speaks: HostProfile['client']
  auth: AuthProvider
  /** Wraps a transport that was just made, to watch its messages. */
  tap(transport: Transport): Transport
  onNews(news: ServerNews): void
  /** The server's stream ended by itself, or a stream that it needs broke. */
  onStreamLost(): void
}

export interface OpenMcpClient {
  client: Client
  transport: McpTransportKind
}

/** Connects by Streamable HTTP, and where the server does not know that by HTTP+SSE of 2024. @throws what the SDK throws, of the first try where both failed. */
export async function openMcpClient(options: OpenMcpClientOptions): Promise<OpenMcpClient> {
  const url = new URL(options.mcpUrl)
  try {
    const http = new StreamableHTTPClientTransport(url, { authProvider: options.auth, onInsufficientScope: 'throw' })
    return { client: await connect(options, http, 'auto'), transport: 'streamable-http' }
  } catch (error) {
    if (!NOT_STREAMABLE.includes(httpStatusOf(error) ?? 0)) throw error
    const client = await connect(options, new SSEClientTransport(url, { authProvider: options.auth }), 'legacy').catch(() => null)
    if (client === null) throw error
    return { client, transport: 'http+sse' }
  }
}

/** Never throws. */
export async function closeMcpClient(client: Client): Promise<void> {
  try {
    await client.close()
  } catch {
    // A dead connection may refuse to be closed; there is nothing left to free.
  }
}

async function connect(options: OpenMcpClientOptions, transport: Transport, mode: 'auto' | 'legacy'): Promise<Client> {
  const client = new Client(options.speaks.info, clientOptions(options.speaks, mode))
  for (const news of SERVER_NEWS) client.setNotificationHandler(news, () => options.onNews(news))
  try {
    await client.connect(options.tap(transport), { timeout: CONNECT_TIMEOUT_MS })
  } catch (error) {
    await closeMcpClient(client)
    throw error
  }
  if (client.getNegotiatedProtocolVersion() === MCP_MODERN_REVISION) void listen(client, options)
  else if (transport instanceof SSEClientTransport) {
    // The older transport has one stream for all answers: without it, none comes.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a slot of the client, not an event of the DOM
    client.onerror = (error) => void (error instanceof SseError && options.onStreamLost())
  }
  return client
}

/** In the modern era news come only to those who ask for them; a server that does not offer them is asked nothing. */
async function listen(client: Client, { onStreamLost }: OpenMcpClientOptions): Promise<void> {
  const offered = client.getServerCapabilities()
  const filter = {
    ...(offered?.tools?.listChanged === true ? { toolsListChanged: true } : {}),
    ...(offered?.resources?.listChanged === true ? { resourcesListChanged: true } : {}),
    ...(offered?.prompts?.listChanged === true ? { promptsListChanged: true } : {}),
  }
  if (Object.keys(filter).length === 0) return
  try {
    const subscription = await client.listen(filter)
    if ((await subscription.closed) === 'remote') onStreamLost()
  } catch {
    // A server that offers news and does not send them is still a server; the tools are read anew before each turn.
  }
}

function clientOptions({ revisions, uiMimeTypes }: HostProfile['client'], mode: 'auto' | 'legacy'): ClientOptions {
  const isModern = mode === 'auto' && revisions.includes(MCP_MODERN_REVISION)
  return {
    capabilities: uiMimeTypes === null ? {} : { extensions: { [MCP_APPS_EXTENSION]: { mimeTypes: [...uiMimeTypes] } } },
    supportedProtocolVersions: [...revisions],
    versionNegotiation: { mode: isModern ? 'auto' : 'legacy' },
  }
}
