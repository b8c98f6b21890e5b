import { Agent, request } from 'node:http'
import type { TargetProcess } from './target-process.ts'

const ENVELOPE = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} }
const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' }
const MODERN = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': 'echo' }

/**
 * Clients that all use the same ids of messages at the same time, every other one of the 2025 era, each with words of its own. Answers what
 * came back with a word that was not asked for.
 */
export async function callWithNonces(target: TargetProcess, clients: number, callsEach: number): Promise<{ calls: number; foreign: string[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const foreign: string[] = []
  let calls = 0
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let call = 0; call < callsEach; call++) {
        const nonce = `nonce-${client}-${call}-end`
        const text = await say(agent, target.port, nonce, client % 2 === 0)
        calls += 1
        const heard = new Set(text.match(/nonce-\d+-\d+-end/g))
        if (heard.size !== 1 || !heard.has(nonce)) foreign.push(`${nonce}: ${text.slice(0, 200)}`)
      }
    }),
  )
  agent.destroy()
  return { calls, foreign }
}

function say(agent: Agent, port: number, text: string, isModern: boolean): Promise<string> {
  const params = { name: 'echo', arguments: { text }, ...(isModern ? { _meta: ENVELOPE } : {}) }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  const headers = { ...HEADERS, ...(isModern ? MODERN : {}), 'Content-Length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/mcp', method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(Buffer.concat(chunks).toString()))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
