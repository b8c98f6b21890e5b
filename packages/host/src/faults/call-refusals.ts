import { RPC_CODES } from '@lockstep/contract'
import { McpFault } from '../core/mcp-fault.ts'
import { targetOf, type CallLayer } from './call-layer.ts'

/** Calls that are answered with an error, and never reach the tool. */
export const callRefusals: CallLayer = (next, { faults }) => {
  return async (name, args, options) => {
    const target = targetOf(name, options)
    if (faults.take('tool-error', target) !== null)
      return { content: [{ type: 'text', text: `${name} failed. (Fault: The tool says no)` }], isError: true }
    if (faults.take('protocol-error', target) !== null)
      throw new McpFault('protocol', 'Internal error. (Fault: The server refuses the call)', { rpcCode: RPC_CODES.internalError })
    return next(name, args, options)
  }
}
