import { CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY, PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server'
import { ARGUMENTS, CALLED_TOOL } from './sample-tools.ts'

const ERAS = ['2026-07-28', '2025-11-25'] as const
const METHODS = ['tools/call', 'tools/list'] as const

/** One request as a client of that era sends it, over and over. */
export interface Workload {
  readonly id: string
  readonly what: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export function workloads(): Workload[] {
  return METHODS.flatMap((method) => ERAS.map((era) => workload(method, era)))
}

function workload(method: (typeof METHODS)[number], era: (typeof ERAS)[number]): Workload {
  const isModern = era === '2026-07-28'
  const params = {
    ...(method === 'tools/call' ? { name: CALLED_TOOL, arguments: ARGUMENTS } : {}),
    ...(isModern ? { _meta: envelope(era) } : {}),
  }
  return {
    id: `${method.replace('tools/', '')}-${era.slice(0, 4)}`,
    what: `${method}, era ${era.slice(0, 4)}`,
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': era,
      ...(isModern ? { 'Mcp-Method': method, ...(method === 'tools/call' ? { 'Mcp-Name': CALLED_TOOL } : {}) } : {}),
    },
  }
}

function envelope(version: string): Record<string, unknown> {
  return { [PROTOCOL_VERSION_META_KEY]: version, [CLIENT_INFO_META_KEY]: { name: 'bench', version: '1' }, [CLIENT_CAPABILITIES_META_KEY]: {} }
}
