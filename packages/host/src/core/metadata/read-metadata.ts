import type { AppMetadata, MetadataItem, MetadataReport } from '../../api/metadata-state.ts'
import type { AppRegistry } from '../app-registry.ts'
import { toMcpFault } from '../mcp-fault.ts'
import { resourceMetadata, unreadResource } from './resource-metadata.ts'
import { toolMetadata, viewUrisOf } from './tool-metadata.ts'

/** Asks every server for the resources that its tools name, and reports on both. Never throws: what cannot be read is a finding. */
export async function readMetadata(apps: AppRegistry, requestMeta: () => Record<string, unknown>): Promise<MetadataReport> {
  return { apps: await Promise.all(apps.list().map(({ name }) => readApp(apps, name, requestMeta()))) }
}

async function readApp(apps: AppRegistry, name: string, meta: Record<string, unknown>): Promise<AppMetadata> {
  const found = apps.find(name)
  const tools = found?.connection.getState().tools ?? []
  const uris = [...new Set(tools.flatMap(({ raw }) => viewUrisOf(raw)))]
  const read = async (uri: string): Promise<MetadataItem> => {
    if (found === null) return unreadResource(uri, 'The app is not configured any more.')
    try {
      return resourceMetadata(uri, await found.connection.readResource(uri, { meta, by: 'host' }))
    } catch (error) {
      return unreadResource(uri, `resources/read failed: ${toMcpFault(error, found.app.mcpUrl).message}`)
    }
  }
  return { app: name, tools: tools.map(({ raw }) => toolMetadata(raw)), resources: await Promise.all(uris.map(read)) }
}
