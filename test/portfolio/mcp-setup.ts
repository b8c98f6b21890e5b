import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { signIn, startDevAuth } from '@lockstep/dev-auth'
import { systemClock, systemIds } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import pino from 'pino'
import sharp from 'sharp'
import { diskFiles } from '../../apps/portfolio/api/files/disk-files.ts'
import { createFetchFile } from '../../apps/portfolio/api/media/fetch-file.ts'
import type { ApiFetch } from '../../apps/portfolio/server/api-client.ts'
import { createPortfolioApp } from '../../apps/portfolio/server/portfolio-app.ts'
import { SERVICE_KEY, setUpApi, type ApiSetup } from './api-setup.ts'

export interface ToolAnswer {
  content: Array<{ type: string; text: string }>
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

export type CallTool = (name: string, args?: Record<string, unknown>, meta?: Record<string, unknown>) => Promise<ToolAnswer>

export interface Contractor {
  client: Client
  call: CallTool
}

export interface McpSetup extends ApiSetup {
  mcpUrl: string
  issuer: string
  /** Each request to the API, as `METHOD path`. */
  asked: string[]
  /** In whose name each of them came. */
  owners: string[]
  /** Comes between the MCP server and the API: `null` = let it through. */
  trouble: { meet: ((request: Request) => Response | null | Promise<Response | null>) | null }
  contractor(user: 'ada' | 'grace', session?: string): Promise<Contractor>
  /** Sends a picture's bytes to an address that the API gave. */
  upload(url: string, seed: number): Promise<Response>
  /** A project that lacks nothing, with so many photos. */
  readyProject(call: CallTool, photos?: number): Promise<{ id: string; imageIds: string[] }>
  /** Moves the MCP server's clock on. */
  pass(ms: number): void
  close(): Promise<void>
}

/** The MCP server of the portfolio over the API, both in this process, with sign-in at a real authorization server. */
export async function setUpMcp(): Promise<McpSetup> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-portfolio-'))
  const guarded = createFetchFile()
  // the chat's file host, which keeps pictures by their seeds; every other address meets the real guard
  const api = setUpApi({}, diskFiles(folder), async (address) => {
    const seed = /^https:\/\/files\.oaiusercontent\.com\/(\d+)$/.exec(address)?.[1]
    return seed === undefined ? guarded(address) : { ok: true, bytes: await pictureOf(Number(seed)) }
  })
  const auth = await startDevAuth({ port: 0, log: () => {} })
  let offset = 0
  // tokens live by the real time
  const clock = { ...systemClock, now: () => systemClock.now() + offset }
  const asked: string[] = []
  const owners: string[] = []
  const trouble: McpSetup['trouble'] = { meet: null }
  const fetch: ApiFetch = async (request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    owners.push(request.headers.get('x-contractor') ?? '')
    return (await trouble.meet?.(request)) ?? api.api.fetch(request)
  }
  const app = createPortfolioApp({
    store: memory({ clock }),
    api: { fetch, apiUrl: 'http://api.test', serviceKey: SERVICE_KEY },
    auth: { issuer: auth.issuer, scopes: ['portfolio'] },
    webUrl: 'http://web.test',
    filesUrl: 'http://files.test',
    secret: 'a secret of the tests',
    clock,
    ids: systemIds,
    logger: pino({ level: 'silent' }),
    viewHtml: (name) => `<!doctype html><html lang="en"><head><title>${name}</title></head><body></body></html>`,
  })
  const server = await app.listen({ port: 0 })
  const clients: Client[] = []

  async function contractor(user: 'ada' | 'grace', session = 'conversation-1'): Promise<Contractor> {
    const { accessToken } = await signIn(auth.issuer, { user, resource: server.mcpUrl, scopes: ['portfolio'] })
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
    await client.connect(
      new StreamableHTTPClientTransport(new URL(server.mcpUrl), { requestInit: { headers: { Authorization: `Bearer ${accessToken}` } } }),
    )
    clients.push(client)
    const call: CallTool = async (name, args = {}, meta = {}) =>
      (await client.callTool({ name, arguments: args, _meta: { 'openai/session': session, ...meta } })) as unknown as ToolAnswer
    return { client, call }
  }

  async function upload(url: string, seed: number): Promise<Response> {
    const background = { r: seed % 256, g: (seed * 7) % 256, b: (seed * 31) % 256 }
    const bytes = await sharp({ create: { width: 64 + seed, height: 48, channels: 3, background } })
      .png()
      .toBuffer()
    return api.photos.fetch(new Request(url, { method: 'PUT', headers: { 'content-type': 'image/png' }, body: new Uint8Array(bytes) }))
  }

  return {
    ...api,
    mcpUrl: server.mcpUrl,
    issuer: auth.issuer,
    asked,
    owners,
    trouble,
    contractor,
    upload,
    pass: (ms) => {
      offset += ms
    },
    async readyProject(call, photos = 1) {
      const facts = { title: `Chimney ${systemIds.newId('t')}`, project_type: 'chimney rebuild', city: 'Denver', state: 'CO' }
      const id = String((await call('create_project_draft', facts)).structuredContent?.['project_id'])
      const imageIds = await addPhotos(call, upload, id, photos)
      return { id, imageIds }
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()))
      await server.close()
      await auth.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A small picture that differs from seed to seed. */
function pictureOf(seed: number): Promise<Uint8Array> {
  const background = { r: seed % 256, g: (seed * 7) % 256, b: (seed * 31) % 256 }
  return sharp({ create: { width: 64 + seed, height: 48, channels: 3, background } })
    .png()
    .toBuffer()
}

async function addPhotos(call: CallTool, upload: McpSetup['upload'], id: string, count: number): Promise<string[]> {
  const uploads = Array.from({ length: count }, (_, index) => ({
    file_id: `file_${id}_${index}`,
    file_name: `photo-${index}.png`,
    content_type: 'image/png',
  }))
  if (count === 0) return []
  const answer = await call('add_project_media', { project_id: id, uploads })
  const addresses = (answer._meta?.['uploads'] ?? []) as Array<{ upload_url: string }>
  const ids: string[] = []
  for (const [index, { upload_url: url }] of addresses.entries()) {
    const response = await upload(url, index + 1)
    ids.push(((await response.json()) as { image_id: string }).image_id)
  }
  return ids
}
