import { AppError } from '@lockstep/contract'
import type { Golden } from '@lockstep/contract/golden'
import type { AppState } from '../api/host-state.ts'
import { createAppSignIn, type AppSignIn } from '../auth/app-sign-in.ts'
import { tapTransport } from '../log/tap-transport.ts'
import type { ToolForModel } from '../model/model.ts'
import { isLoopbackHost } from '../net/is-loopback-host.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { HostClock, HostIds } from './clock.ts'
import { createMcpConnection, type McpConnection } from './mcp-connection.ts'
import type { ServerNews } from './server-news.ts'
import { readServerUrl, serverName } from './server-url.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'

/** An app as the host is told of it: an address, and what it promises beyond the protocol. */
export interface HostApp {
  name: string
  mcpUrl: string
  golden?: Golden
}

/** An app, and the host's ways to it. */
export interface KnownApp {
  app: HostApp
  connection: McpConnection
  signIn: AppSignIn
  /** False: it was added while the host runs, and is forgotten with it. */
  isConfigured: boolean
}

export interface AppRegistry {
  list(): AppState[]
  find(name: string): KnownApp | null
  findByUrl(mcpUrl: string): KnownApp | null
  findTool(app: string, tool: string): ToolDescriptor | null
  /** Only what the model may see. */
  toolsForModel(): ToolForModel[]
  /** Reads the tools of all apps anew; resolves when every server has answered or failed. */
  refresh(): Promise<void>
  refreshApp(name: string): Promise<void>
  /** Makes a server known until the host ends, one that is known already only once; it is not connected yet. Its name. @throws {AppError} HOST_BAD_URL */
  add(mcpUrl: string): string
  /** Forgets a server that was added. @throws {AppError} HOST_NO_SUCH_APP, HOST_APP_CONFIGURED */
  remove(name: string): Promise<void>
  /** Takes what an authorization server sent the browser back with. Whose sign-in it was. @throws {AppError} HOST_SIGN_IN_FAILED */
  finishSignIn(answer: URLSearchParams): Promise<string>
  close(): Promise<void>
}

export interface AppRegistryOptions {
  apps: readonly HostApp[]
  profile(): PlatformProfile
  clock: HostClock
  ids: HostIds
  pageOrigin(): string
  onChange(): void
  /** The same connection, with everything between that can go wrong on purpose. */
  withFaults(app: HostApp, connection: McpConnection): McpConnection
  /** Every message to and from the server of `app`. */
  onWire(app: string, direction: 'out' | 'in', message: unknown): void
  /** The lists of a server changed. */
  onNews(app: string, news: ServerNews): void
}

export function createAppRegistry(options: AppRegistryOptions): AppRegistry {
  const { profile, clock, ids, onChange } = options
  let known = options.apps.map((app) => open(app, true))
  const find: AppRegistry['find'] = (name) => known.find(({ app }) => app.name === name) ?? null

  function open(app: HostApp, isConfigured: boolean): KnownApp {
    const signIn = createAppSignIn({
      mcpUrl: app.mcpUrl,
      redirectUrl: () => `${options.pageOrigin()}/oauth/callback`,
      clientName: () => `${profile().offers.title} (local)`,
      newState: () => ids.newId('signin'),
      onChange,
    })
    const connection = createMcpConnection({
      mcpUrl: app.mcpUrl,
      profile,
      clock,
      auth: signIn.transportAuth,
      tap: (transport) => tapTransport(transport, (direction, message) => options.onWire(app.name, direction, message)),
      onChange,
      onChallenge: signIn.challenged,
      onNews: (news) => options.onNews(app.name, news),
    })
    return { app, connection: options.withFaults(app, connection), signIn, isConfigured }
  }

  return {
    find,
    findByUrl: (mcpUrl) => known.find(({ app }) => readServerUrl(app.mcpUrl) === readServerUrl(mcpUrl)) ?? null,
    list: () => known.map(appState),
    findTool: (app, tool) =>
      find(app)
        ?.connection.getState()
        .tools.find(({ name }) => name === tool) ?? null,
    toolsForModel: () =>
      known.flatMap(({ app, connection }) =>
        connection
          .getState()
          .tools.filter(({ visibleToModel }) => visibleToModel)
          .map(({ name, title, description, inputSchema, outputSchema, annotations }) => ({
            app: app.name,
            name,
            title,
            description,
            inputSchema,
            outputSchema,
            annotations,
          })),
      ),
    refresh: async () => void (await Promise.all(known.map(({ connection }) => connection.refresh()))),
    refreshApp: async (name) => find(name)?.connection.refresh(),
    add(mcpUrl) {
      const url = readServerUrl(mcpUrl)
      const same = known.find(({ app }) => readServerUrl(app.mcpUrl) === url)
      if (same !== undefined) return same.app.name
      const name = serverName(
        url,
        known.map(({ app }) => app.name),
      )
      known = [...known, open({ name, mcpUrl: url }, false)]
      onChange()
      return name
    },
    async remove(name) {
      const found = find(name)
      if (found === null) throw new AppError('HOST_NO_SUCH_APP', `Expected the name of a known app, got ${name}.`, { blame: 'user' })
      if (found.isConfigured) throw new AppError('HOST_APP_CONFIGURED', `${name} stands in the configuration; take it out there.`, { blame: 'user' })
      known = known.filter((other) => other !== found)
      found.signIn.signOut()
      await found.connection.close()
    },
    async finishSignIn(answer) {
      const found = known.find(({ signIn }) => signIn.awaits(answer.get('state') ?? ''))
      if (found === undefined)
        throw new AppError('HOST_SIGN_IN_FAILED', 'Expected the answer to a sign-in that was begun here, got another. Begin again in the chat.', {
          blame: 'user',
        })
      await found.signIn.finish(answer)
      // What a server lists may depend on who asks.
      await found.connection.refresh()
      return found.app.name
    },
    close: async () => void (await Promise.all(known.map(({ connection }) => connection.close()))),
  }
}

function appState({ app, connection, signIn, isConfigured }: KnownApp): AppState {
  const { tools, ...state } = connection.getState()
  return {
    name: app.name,
    mcpUrl: app.mcpUrl,
    isConfigured,
    isRemote: !isLoopbackHost(new URL(app.mcpUrl).hostname),
    ...state,
    signIn: signIn.getState(),
    tools: tools.map((tool) => ({
      name: tool.name,
      title: tool.title,
      description: tool.description,
      visibleToModel: tool.visibleToModel,
      visibleToView: tool.visibleToView,
      readOnly: tool.readOnly,
      needsApproval: tool.isDestructive,
      hasView: tool.resourceUri !== null,
    })),
    starters: app.golden?.starters ?? [],
  }
}
