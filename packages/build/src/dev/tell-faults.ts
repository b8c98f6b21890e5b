import { isRecord, VIEW_TO_HOST } from '@lockstep/contract'
import { normalizePath, type ViteDevServer } from 'vite'
import { CLIENT_EVENTS } from './client-events.ts'
import { faultLines, mapBuildFault, mapFault, type FaultMapping, type ServedModule, type ViewFault } from './view-fault.ts'

export interface TellFaultsOptions {
  root: string
  origin: string
  warn(line: string): void
}

/** Name under which the host is told; what it says later takes back what it said before. */
const FAULT_LOGGER = 'lockstep dev'

/**
 * Errors that a view meets are said on the terminal, and handed back to it worded as a log message to its host.
 * @see MCP Apps specification 2026-01-26, `notifications/message` (checked 2026-11-21)
 */
export function tellFaults(vite: ViteDevServer, { root, origin, warn }: TellFaultsOptions): void {
  const { moduleGraph, hot } = vite.environments.client
  const mapping: FaultMapping = {
    root,
    origin,
    moduleAt: async (url) => servedModule(await moduleGraph.getModuleByUrl(url)),
    isServed: (file) => (moduleGraph.getModulesByFile(normalizePath(file))?.size ?? 0) > 0,
  }
  // several views, and several frames of one, meet the same error
  let lastSaid = ''
  const tell = (fault: ViewFault | null, client: { send(event: string, payload: unknown): void }): void => {
    if (fault === null) return
    const said = faultLines(fault).join('\n')
    if (said !== lastSaid) for (const line of said.split('\n')) warn(`views: ${line}`)
    lastSaid = said
    client.send(CLIENT_EVENTS.tellHost, logMessage('error', { ...fault }))
  }
  // a view can send anything, and nothing it sends may end the process
  const failed = (error: unknown): void => warn(`views: an error could not be placed: ${String(error)}`)
  hot.on(CLIENT_EVENTS.fault, (raw: unknown, client) => {
    mapFault(raw, mapping)
      .then((fault) => tell(fault, client))
      .catch(failed)
  })
  hot.on(CLIENT_EVENTS.buildFault, (raw: unknown, client) => {
    mapBuildFault(raw, mapping)
      .then((fault) => tell(fault, client))
      .catch(failed)
  })
  hot.on(CLIENT_EVENTS.updated, (_nothing: unknown, client) => {
    lastSaid = ''
    client.send(CLIENT_EVENTS.tellHost, logMessage('info', { message: 'The view was updated.' }))
  })
}

function logMessage(level: 'error' | 'info', data: Record<string, unknown>): Record<string, unknown> {
  return { jsonrpc: '2.0', method: VIEW_TO_HOST.log, params: { level, logger: FAULT_LOGGER, data } }
}

function servedModule(module: { file: string | null; transformResult: { map: unknown } | null } | undefined): ServedModule | null {
  if (module === undefined || module.file === null) return null
  const map: unknown = module.transformResult?.map
  return { file: module.file, map: isRecord(map) && typeof map['mappings'] === 'string' ? (map as unknown as ServedModule['map']) : null }
}
