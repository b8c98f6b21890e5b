import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFileAddresses, FILE_URL_LIFE_MS, fileOrigin, serverFileOrigin } from './file-addresses.ts'
import { serveFile } from './serve-file.ts'

const VIEW_ORIGIN = 'http://shop-sandbox.localhost:4701'
const PORT = 4701
const view = { kind: 'view', origin: VIEW_ORIGIN } as const
const content = { name: 'käse "2".png', mimeType: 'image/png', bytes: new TextEncoder().encode('bytes') }

let now = 0
let count = 0
const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => undefined }
const addresses = createFileAddresses({
  clock,
  ids: { newId: (prefix) => `${prefix}_${String((count += 1)).padStart(8, '0')}` },
  sandboxPort: () => PORT,
})
let server: Server

beforeAll(async () => {
  server = createServer((incoming, response) => {
    const source = {
      open: async (key: string) => {
        const address = addresses.find(key)
        if (address === null) return null
        return address.isExpired ? ('expired' as const) : { ...content, reader: address.reader }
      },
    }
    void serveFile(incoming, response, (incoming.url ?? '').slice('/f/'.length), { source, sandboxPort: PORT })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

interface Answer {
  status: number
  headers: Record<string, unknown>
  body: string
}

/** As a browser or a server would ask: the Host header is the address's own. */
function get(url: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  const { host, pathname } = new URL(url)
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', path: pathname, method: options.method ?? 'GET', headers: { host: options.host ?? host } },
      (answer) => {
        let body = ''
        answer.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

describe('the server of files', () => {
  it('S2.A.5 H20 serves a view its file: readable from its origin alone, shown in place only when it is a picture, never run', async () => {
    const answer = await get(addresses.issue('file_1', view))
    expect(answer).toMatchObject({ status: 200, body: 'bytes' })
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': VIEW_ORIGIN,
      'content-type': 'image/png',
      'content-disposition': `inline; filename="k_se _2_.png"; filename*=UTF-8''k%C3%A4se%20%222%22.png`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(await get(addresses.issue('file_1', view), { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    expect(await get(addresses.issue('file_1', view), { method: 'POST' })).toMatchObject({ status: 405 })
  })

  it('S2.A.5 an address ends after five minutes; one that was never issued is not there', async () => {
    const url = addresses.issue('file_1', view)
    now += FILE_URL_LIFE_MS - 1
    expect(await get(url)).toMatchObject({ status: 200 })
    now += 1
    expect(await get(url)).toMatchObject({ status: 410, body: expect.stringContaining('expired') })
    expect(await get(`${fileOrigin(PORT)}/f/url_00000000`)).toMatchObject({ status: 404 })
  })

  it('H20 an address works under the host name it was issued for, and a server’s or the page’s is no view’s to read', async () => {
    const forServer = addresses.issue('file_1', { kind: 'server' })
    expect(new URL(forServer).origin).toBe(serverFileOrigin(PORT))
    const answer = await get(forServer)
    expect(answer).toMatchObject({ status: 200, headers: { 'content-disposition': expect.stringMatching(/^attachment/) } })
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    expect(await get(forServer, { host: new URL(fileOrigin(PORT)).host })).toMatchObject({ status: 403 })
    expect(await get(addresses.issue('file_1', view), { host: `127.0.0.1:${PORT}` })).toMatchObject({ status: 403 })
    const saved = await get(addresses.issueContent(content))
    expect(saved.headers['content-disposition']).toMatch(/^attachment/)
    expect(saved.headers).not.toHaveProperty('access-control-allow-origin')
  })
})
