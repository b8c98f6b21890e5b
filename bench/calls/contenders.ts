import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { createApp, reply } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import pino from 'pino'
import { z } from 'zod'
import { CALLED_TOOL, describeTool, INPUT, OUTPUT, runSample, SAID, toolNames } from './sample-tools.ts'

export const CONTENDERS = ['ours', 'sdk', 'raw'] as const
export type Contender = (typeof CONTENDERS)[number]

type NodeRequest = Parameters<ReturnType<typeof toNodeHandler>>[0]

/** Opens one contender on a free port and answers its URL. All have the same tools, schemas and handler. */
export async function openContender(name: Contender): Promise<string> {
  if (name === 'ours') return openOurs()
  return listen(createServer(name === 'sdk' ? documentedUse() : bareHandler()))
}

async function openOurs(): Promise<string> {
  const app = createApp({ name: 'bench', version: '1.0.0', store: memory(), logger: pino({ level: 'silent' }), isDevelopment: false })
  for (const tool of toolNames()) {
    app.tool(tool, { title: tool, description: describeTool(tool), effect: 'read', input: INPUT, output: OUTPUT }, (input) =>
      reply({ model: runSample(input), text: SAID }),
    )
  }
  return (await app.listen({ port: 0 })).mcpUrl
}

/** As the SDK's documentation shows it: one handler, and for each request a server with its tools registered. */
function documentedUse(): (request: IncomingMessage, response: ServerResponse) => void {
  const handler = toNodeHandler(
    createMcpHandler(() => {
      const server = new McpServer({ name: 'bench', version: '1.0.0' })
      for (const tool of toolNames()) {
        const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false }
        server.registerTool(
          tool,
          { title: tool, description: describeTool(tool), inputSchema: INPUT, outputSchema: OUTPUT, annotations },
          (input: z.output<typeof INPUT>) => ({ content: [{ type: 'text', text: SAID }], structuredContent: runSample(input) }),
        )
      }
      return server
    }),
  )
  // its types are stricter than Node's own, of which a server's requests always have a method and a URL
  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- TypeScript refuses it without
  return (request, response) => void handler(request as NodeRequest, response)
}

/** The least that answers the same: JSON parsed, arguments and answer validated, JSON written. It knows nothing of any protocol. */
function bareHandler(): (request: IncomingMessage, response: ServerResponse) => void {
  const tools = toolNames().map((name) => ({
    name,
    title: name,
    description: describeTool(name),
    inputSchema: z.toJSONSchema(INPUT),
    outputSchema: z.toJSONSchema(OUTPUT),
  }))
  const known = new Set(toolNames())
  const message = z.object({
    id: z.number(),
    method: z.string(),
    params: z.object({ name: z.string().optional(), arguments: z.unknown().optional() }),
  })
  return (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { id, method, params } = message.parse(JSON.parse(Buffer.concat(chunks).toString()))
      const result = method === 'tools/list' ? { tools } : call(params)
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    })
  }

  function call(params: { name?: string | undefined; arguments?: unknown }): Record<string, unknown> {
    if (!known.has(params.name ?? '')) throw new Error(`expected a call of ${CALLED_TOOL}`)
    const structuredContent = OUTPUT.parse(runSample(INPUT.parse(params.arguments)))
    return { content: [{ type: 'text', text: SAID }], structuredContent }
  }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(`http://127.0.0.1:${address.port}/mcp`)
      else reject(new Error('expected a port'))
    })
  })
}
