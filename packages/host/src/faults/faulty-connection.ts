import type { McpConnection } from '../core/mcp-connection.ts'
import { callDelivery } from './call-delivery.ts'
import { callInterruptions } from './call-interruptions.ts'
import type { CallTool, FaultSurroundings } from './call-layer.ts'
import { callRefusals } from './call-refusals.ts'
import { callTiming } from './call-timing.ts'
import { serverReach } from './server-reach.ts'

/** From the caller's end to the server's: a call waits, may be refused, may be interrupted, and is then delivered well or badly. */
const LAYERS = [callTiming, callRefusals, callInterruptions, callDelivery]

/** The same connection with everything between that can go wrong on purpose; with no fault on it is the connection itself. */
export function faultyConnection(connection: McpConnection, around: FaultSurroundings): McpConnection {
  const reached = serverReach(connection, around)
  const callTool = LAYERS.reduceRight<CallTool>((next, layer) => layer(next, around), reached.callTool)
  return { ...reached, callTool }
}
