import type { McpConnection } from '../core/mcp-connection.ts'
import { McpFault, toldAddress } from '../core/mcp-fault.ts'
import type { FaultSurroundings } from './call-layer.ts'
import { wait } from './wait.ts'

/** A server that nothing reaches while `offline` is on, whose resources are slow, or are what they once were. */
export function serverReach(connection: McpConnection, { faults, clock, mcpUrl }: FaultSurroundings): McpConnection {
  const firstRead = new Map<string, unknown>()

  function reach(): void {
    if (faults.find('offline') === null) return
    faults.take('offline')
    throw unreachable(mcpUrl)
  }

  return {
    ...connection,
    getState() {
      const state = connection.getState()
      if (faults.find('offline') === null) return state
      return { ...state, status: 'failed', problem: unreachable(mcpUrl).message }
    },
    refresh: async () => (faults.find('offline') === null ? connection.refresh() : undefined),
    async callTool(name, args, options) {
      reach()
      return connection.callTool(name, args, options)
    },
    async list(what, params) {
      reach()
      return connection.list(what, params)
    },
    async readResource(uri, options) {
      reach()
      const slow = faults.take('slow-network')
      if (slow !== null) await wait(clock, slow.ms * 2, options.signal)
      const stale = firstRead.get(uri)
      if (stale !== undefined && options.by === 'host' && faults.take('stale-template') !== null) return stale
      const contents = await connection.readResource(uri, options)
      if (options.by === 'host' && !firstRead.has(uri)) firstRead.set(uri, contents)
      return contents
    },
  }
}

function unreachable(mcpUrl: string): McpFault {
  return new McpFault('transport', `Expected an MCP server at ${toldAddress(mcpUrl)}, but nothing listens there. (Fault: Server out of reach)`, {
    isUndelivered: true,
  })
}
