import type { HostClock } from '../core/clock.ts'
import { McpFault, toldAddress } from '../core/mcp-fault.ts'
import type { CallOptions, McpConnection } from '../core/mcp-connection.ts'
import type { FaultBoard, FaultTarget } from './fault-board.ts'

export type CallTool = McpConnection['callTool']

/** One family of faults around the way of a call: calls `next` as often, as late and with as much luck as its switches say. */
export type CallLayer = (next: CallTool, around: FaultSurroundings) => CallTool

/** What faults act on. */
export interface FaultSurroundings {
  mcpUrl: string
  faults: FaultBoard
  clock: HostClock
  /** Starts the app's server again, and forgets the connection to it. */
  restartServer(): Promise<void>
  /** Loads a view anew. */
  remountView(instanceId: string): void
}

export function targetOf(tool: string, { by }: CallOptions): FaultTarget {
  return by === 'host' ? { tool } : { by, tool }
}

/** The answer never came: nobody can tell whether the call was carried out. */
export function lostReply(mcpUrl: string, title: string): McpFault {
  return new McpFault(
    'transport',
    `Expected an answer from ${toldAddress(mcpUrl)}, but the connection broke; the server may have done it. (Fault: ${title})`,
  )
}
