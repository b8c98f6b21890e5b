import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFetchFile, type FetchFileOptions } from './fetch-file.ts'
import { openPinned } from './open-pinned.ts'
import { isPublicAddress } from './public-address.ts'

const PUBLIC = '93.184.216.34'
const FILE = Buffer.from('a file')

/** Something private that would tell all it has. */
let canary: { server: Server; port: number; connections: number }
/** The chat of this machine, whose origin is allowed. */
let chat: { server: Server; port: number; answer: RequestListener }

beforeAll(async () => {
  canary = { server: createServer((_request, response) => void response.end('secret')), port: 0, connections: 0 }
  canary.server.on('connection', () => (canary.connections += 1))
  canary.port = await opened(canary.server)
  chat = { server: createServer((request, response) => chat.answer(request, response)), port: 0, answer: () => {} }
  chat.port = await opened(chat.server)
})
beforeEach(() => {
  canary.connections = 0
  chat.answer = (_request, response) => void response.end(FILE)
})
afterAll(() => {
  for (const { server } of [canary, chat]) {
    server.closeAllConnections()
    server.close()
  }
})

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(65_536)
}

function opened(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}
const local = (path = '/f/key') => `http://127.0.0.1:${chat.port}${path}`
const localFetch = (options: FetchFileOptions = {}) =>
  createFetchFile({ localOrigins: [`http://127.0.0.1:${chat.port}`], timeoutMs: 2_000, ...options })

describe('SEC13 addresses that are not fetched', () => {
  const literals = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0177.0.0.1',
    '0x7f.1',
    '0x7f000001',
    '0',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
    '169.254.169.254',
    '100.64.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
  ]
  test.each(literals)('SEC13 %s, on the plain and on the guarded way, whatever hosts are allowed', async (host) => {
    let isOpened = false
    const fetchFile = createFetchFile({ hosts: 'any', open: () => Promise.reject(new Error(`opened ${String((isOpened = true))}`)) })
    for (const address of [`https://${host}/`, `https://${host}:${canary.port}/`, `http://${host}:${canary.port}/`])
      expect(await fetchFile(address), address).toMatchObject({ ok: false, code: 'ADDRESS_REFUSED' })
    expect({ isOpened, connections: canary.connections }).toEqual({ isOpened: false, connections: 0 })
  })

  test('SEC13 other schemes, user names, ports, and hosts that only look like one of the chat', async () => {
    let opens = 0
    const fetchFile = createFetchFile({
      resolve: async () => [PUBLIC],
      open: () => Promise.reject(new Error(`opened ${(opens += 1)}`)),
    })
    const addresses = [
      'file:///etc/passwd',
      'gopher://files.oaiusercontent.com/1',
      'data:image/png;base64,AAAA',
      'ftp://files.oaiusercontent.com/a',
      'http://files.oaiusercontent.com/a',
      'https://files.oaiusercontent.com@127.0.0.1/a',
      'https://user:pass@files.oaiusercontent.com/a',
      'https://files.oaiusercontent.com:8443/a',
      'https://files.oaiusercontent.com.evil.example/a',
      'https://eviloaiusercontent.com/a',
      'https://fіles.oaiusercontent.com.internal/a',
      'https://оaiusercontent.com/a',
      'https://metadata.google.internal/a',
      'https://localhost/a',
      '//files.oaiusercontent.com/a',
      '',
    ]
    for (const address of addresses) expect(await fetchFile(address), address).toMatchObject({ ok: false, code: 'ADDRESS_REFUSED' })
    expect(opens).toBe(0)
    // the guard is not simply closed
    expect(await fetchFile('https://files.oaiusercontent.com/a')).toMatchObject({ code: 'FILE_UNREACHABLE' })
    expect(opens).toBe(1)
  })

  test('SEC13 a name that means something private, or both, and one that is turned between check and connection', async () => {
    const seen: string[] = []
    const answers = [['127.0.0.1'], [PUBLIC, '10.0.0.1'], ['::1', '2606:4700::1'], [PUBLIC], ['127.0.0.1']]
    const fetchFile = createFetchFile({
      resolve: async () => answers.shift() ?? [],
      open: (_url, address) => Promise.reject(new Error(`opened ${seen.push(address)}`)),
    })
    for (let turn = 0; turn < 3; turn += 1) expect(await fetchFile('https://files.oaiusercontent.com/a')).toMatchObject({ code: 'ADDRESS_REFUSED' })
    await fetchFile('https://files.oaiusercontent.com/a')
    // asked once: what was checked is what is connected to
    expect(seen).toEqual([PUBLIC])
    expect(answers).toEqual([['127.0.0.1']])
  })

  test('SEC13 the connection goes to the address it is given, and no name server is asked again', async () => {
    const response = await openPinned(new URL(`http://no-such-name.invalid:${chat.port}/`), '127.0.0.1', AbortSignal.timeout(2_000))
    response.resume()
    expect(response.statusCode).toBe(200)
  })

  test('SEC13 every hop of a redirect is checked, and there are three', async () => {
    const targets = [
      `http://127.0.0.1:${canary.port}/`,
      `http://localhost:${canary.port}/`,
      'http://169.254.169.254/latest',
      'file:///etc/passwd',
      '//[::1]/',
    ]
    for (const target of targets) {
      chat.answer = (request, response) => redirect(request, response, target)
      expect(await localFetch()(local()), target).toMatchObject({ ok: false, code: 'ADDRESS_REFUSED' })
    }
    expect(canary.connections).toBe(0)
    let hops = 0
    chat.answer = (_request, response) => void ((hops += 1), response.writeHead(302, { location: '/on' }).end())
    expect(await localFetch()(local())).toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect(hops).toBe(4)
  })

  function redirect(request: IncomingMessage, response: ServerResponse, target: string): void {
    response.writeHead(request.url === '/on' ? 302 : 307, { location: request.url === '/on' ? target : '/on' }).end()
  }
})

describe('SEC13 answers that are not taken', () => {
  test('SEC13 one that drips past its time, one without end, one that is packed', async () => {
    chat.answer = (_request, response) => void response.write('a')
    expect(await localFetch({ timeoutMs: 100 })(local())).toMatchObject({ code: 'FILE_UNREACHABLE' })
    let isCut = false
    chat.answer = (_request, response) => {
      response.on('close', () => (isCut = true))
      Readable.from(endless())
        .on('error', () => {})
        .pipe(response)
    }
    expect(await localFetch({ maxBytes: 500_000 })(local())).toMatchObject({ code: 'TOO_LARGE' })
    await expect.poll(() => isCut).toBe(true)
    chat.answer = (_request, response) => void response.writeHead(200, { 'content-length': '10000000000' }).write('a')
    expect(await localFetch()(local())).toMatchObject({ code: 'TOO_LARGE' })
    chat.answer = (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))
    expect(await localFetch()(local())).toMatchObject({ code: 'FILE_UNREACHABLE' })
  })

  test('a name server that never answers holds nobody up', async () => {
    const fetchFile = createFetchFile({ hosts: 'any', timeoutMs: 50, resolve: () => new Promise(() => {}) })
    expect(await fetchFile('https://example.com/')).toMatchObject({ code: 'FILE_UNREACHABLE' })
  })

  test('what is gone is told apart from what cannot be reached, and nothing of an answer is told on', async () => {
    for (const [status, code] of [
      [410, 'FILE_EXPIRED'],
      [403, 'FILE_EXPIRED'],
      [500, 'FILE_UNREACHABLE'],
      [204, 'FILE_UNREACHABLE'],
    ] as const) {
      chat.answer = (_request, response) => void response.writeHead(status, 'secret').end(status === 204 ? undefined : 'secret')
      const fetched = await localFetch()(local())
      expect(fetched).toMatchObject({ ok: false, code })
      expect(JSON.stringify(fetched)).not.toContain('secret')
    }
  })
})

test('a file of the chat on this machine is fetched from its very origin, and from no other', async () => {
  expect(await localFetch()(local())).toEqual({ ok: true, bytes: FILE })
  expect(await createFetchFile()(local())).toMatchObject({ code: 'ADDRESS_REFUSED' })
  expect(await localFetch()(`http://localhost:${chat.port}/f/key`)).toMatchObject({ code: 'ADDRESS_REFUSED' })
})

test('hosts of the public internet are that, and only these', () => {
  for (const address of [PUBLIC, '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])
    expect(isPublicAddress(address)).toBe(true)
  for (const address of [
    '',
    'example.com',
    '127.0.0.1',
    '192.0.2.1',
    '2001:db8::1',
    '2001::1',
    'fe80::1%eth0',
    '::ffff:1.1.1.1',
    'fc00::1',
    '3fff::1',
  ])
    expect(isPublicAddress(address)).toBe(false)
})
