import type { AppState } from '../api/host-state.ts'
import type { Golden } from '@lockstep/contract/golden'
import type { ToolForModel } from '../model/model.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { HostClock } from './clock.ts'
import { createMcpConnection, type McpConnection } from './mcp-connection.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'

/** An app as the host is told of it: an address, and what it promises beyond the protocol. */
export interface HostApp {
  name: string
  mcpUrl: string
  golden?: Golden
}

export interface AppRegistry {
  list(): AppState[]
  find(name: string): { app: HostApp; connection: McpConnection } | null
  findTool(app: string, tool: string): ToolDescriptor | null
  /** Only what the model may see. */
  toolsForModel(): ToolForModel[]
  /** Reads the tools of all apps anew; resolves when every server has answered or failed. */
  refresh(): Promise<void>
  refreshApp(name: string): Promise<void>
  close(): Promise<void>
}

export interface AppRegistryOptions {
  apps: readonly HostApp[]
  profile(): PlatformProfile
  clock: HostClock
  onChange(): void
}

export function createAppRegistry({ apps, profile, clock, onChange }: AppRegistryOptions): AppRegistry {
  const known = apps.map((app) => ({ app, connection: createMcpConnection({ mcpUrl: app.mcpUrl, profile, clock, onChange }) }))
  const find: AppRegistry['find'] = (name) => known.find(({ app }) => app.name === name) ?? null

  return {
    find,
    list: () => known.map(({ app, connection }) => appState(app, connection)),
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
    close: async () => void (await Promise.all(known.map(({ connection }) => connection.close()))),
  }
}

function appState(app: HostApp, connection: McpConnection): AppState {
  const { tools, ...state } = connection.getState()
  return {
    name: app.name,
    mcpUrl: app.mcpUrl,
    ...state,
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
