import { createServer, type Server } from 'node:http'
import { connect as connectSocket, type AddressInfo, type Socket } from 'node:net'
import { expect, test, onTestFinished } from 'vitest'
import pino from 'pino'
import { createApp, type App, type Listening } from '../app.ts'
import { memory } from '../memory.ts'
import { rawRequest } from '../testing/raw-request.ts'
import { createNodeServer, type ListenOptions } from './listen.ts'
import { createHttp } from './create-http.ts'
import { bind } from './bind.ts'
import { CLOSE_GRACE_MS, HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './http-limits.ts'

const newApp = (): App => createApp({ name: 'demo', version: '1', store: memory(), logger: pino({ level: 'silent' }) })

async function listen(options: Partial<ListenOptions> = {}, app = newApp()): Promise<Listening> {
  const open = await app.listen({ port: 0, ...options })
  onTestFinished(() => open.close())
  return open
}

function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(port, '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
    onTestFinished(() => void socket.destroy())
  })
}

function received(socket: Socket, until: (text: string) => boolean): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (until(text)) resolve(text)
    })
    socket.on('close', () => resolve(text))
  })
}

test('SEC2 port 0 takes one free port on both loopback families', async () => {
  const { port, url, mcpUrl } = await listen()
  expect([url, mcpUrl]).toEqual([`http://localhost:${port}`, `http://localhost:${port}/mcp`])
  for (const address of ['127.0.0.1', '::1']) {
    expect((await rawRequest({ port, address, path: '/health' })).status).toBe(200)
  }
})

test.each(['0.0.0.0', '::', ''])("SEC2 refuses the wildcard '%s'", async (host) => {
  await expect(newApp().listen({ port: 0, host })).rejects.toMatchObject({ code: 'SERVER_WILDCARD_REFUSED', blame: 'user' })
})

test('SEC2 binds the wildcard when told so outright, and still judges Host', async () => {
  const { port } = await listen({ host: '0.0.0.0', dangerouslyBindAll: true })
  expect((await rawRequest({ port, path: '/health' })).status).toBe(200)
  expect((await rawRequest({ port, path: '/health', headers: { Host: 'shop.example' } })).status).toBe(403)
})

test('answers to a configured host name beside the loopback ones', async () => {
  const { port } = await listen({ allowedHosts: ['Shop.example'] })
  expect((await rawRequest({ port, path: '/health', headers: { Host: 'shop.example' } })).status).toBe(200)
})

test.each(['127.0.0.1', '::1'])('says clearly that the port is taken on %s, and leaves nothing open', async (address) => {
  const blocker = createServer()
  const { port } = await new Promise<AddressInfo>((resolve) => blocker.listen(0, address, () => resolve(blocker.address() as AddressInfo)))
  await expect(newApp().listen({ port })).rejects.toMatchObject({
    code: 'SERVER_PORT_IN_USE',
    blame: 'user',
    message: expect.stringContaining(`${port}`),
  })
  await new Promise((resolve) => blocker.close(resolve))
  expect((await listen({ port })).port).toBe(port)
})

test.each(['*', 'http://localhost:4700/', 'localhost:4700', 'null'])("refuses '%s' as an allowed origin", async (origin) => {
  await expect(newApp().listen({ port: 0, allowedOrigins: [origin] })).rejects.toMatchObject({ code: 'SERVER_ORIGIN_INVALID', blame: 'user' })
})

test('close ends kept-alive sockets and frees the port', async () => {
  const open = await newApp().listen({ port: 0 })
  const socket = await openSocket(open.port)
  socket.write(`GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  await received(socket, (text) => text.includes('"status":"ok"'))
  const ended = new Promise((resolve) => socket.on('close', resolve))
  await open.close()
  await ended
  expect((await listen({ port: open.port })).port).toBe(open.port)
})

test('close lets a request in flight finish', async () => {
  const app = newApp()
  let finish = (): void => undefined
  const started = new Promise<void>((resolveStarted) => {
    app.route('GET', '/slow', async () => {
      resolveStarted()
      await new Promise<void>((resolve) => (finish = resolve))
      return { json: 'done' }
    })
  })
  const open = await app.listen({ port: 0 })
  const answer = rawRequest({ port: open.port, path: '/slow' })
  await started
  const closing = open.close()
  finish()
  expect((await answer).text).toBe('"done"')
  await closing
})

test('close does not wait for a kept-alive socket whose last answer is out', async () => {
  const app = newApp()
  let finish = (): void => undefined
  const started = new Promise<void>((resolveStarted) => {
    app.route('GET', '/slow', async () => {
      resolveStarted()
      await new Promise<void>((resolve) => (finish = resolve))
      return { json: 'done' }
    })
  })
  const open = await app.listen({ port: 0 })
  const socket = await openSocket(open.port)
  socket.write('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await started
  const startedAt = performance.now()
  const closing = open.close()
  const text = received(socket, () => false)
  finish()
  await closing
  expect(await text).toContain('"done"')
  // told so, its client sends nothing more on this socket
  expect(await text).toMatch(/^connection: close\r$/im)
  expect(performance.now() - startedAt).toBeLessThan(CLOSE_GRACE_MS)
})

/** Servers of which the first few refuse `::1` as the system would. */
function refusingIPv6(code: string, times: number): () => Server {
  let left = times
  return () => {
    const server = createServer()
    const listenHere = server.listen.bind(server)
    server.listen = ((options: { host: string }, done: () => void) => {
      if (options.host !== '::1' || left-- <= 0) return listenHere(options, done)
      queueMicrotask(() => server.emit('error', Object.assign(new Error(code), { code })))
      return server
    }) as Server['listen']
    onTestFinished(() => void server.close())
    return server
  }
}
const addressesOf = (servers: readonly Server[]): string[] => servers.map((server) => (server.address() as AddressInfo).address)

test('a machine without IPv6 serves on IPv4 alone', async () => {
  const { servers } = await bind('localhost', 0, false, refusingIPv6('EADDRNOTAVAIL', 1))
  expect(addressesOf(servers)).toEqual(['127.0.0.1'])
})

test('a free port that only one family has is given up for another', async () => {
  const { servers } = await bind('localhost', 0, false, refusingIPv6('EADDRINUSE', 2))
  expect(addressesOf(servers)).toEqual(['127.0.0.1', '::1'])
})

test('SEC25 two Host headers are refused', async () => {
  const { port } = await listen()
  const socket = await openSocket(port)
  socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
  expect(await received(socket, () => false)).toMatch(/^HTTP\/1\.1 400 /)
})

test.each([
  ['no Host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['a length and chunks both', 'POST /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['an absolute target with another host', 'GET http://evil.example/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'],
])('SEC25 %s is refused, and the server lives', async (_, bytes) => {
  const { port } = await listen()
  const socket = await openSocket(port)
  socket.write(bytes)
  expect(await received(socket, () => false)).toMatch(/^HTTP\/1\.1 40[03] /)
  expect((await rawRequest({ port, path: '/health' })).status).toBe(200)
})

test('SEC22 slow senders are cut off', () => {
  const server = createNodeServer(createHttp({ isLocal: () => true, now: () => 0, newErrorId: () => 'err', logError: () => undefined }), () => null)
  expect([server.headersTimeout, server.requestTimeout]).toEqual([HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS])
})

test('a sender that vanishes mid-body leaves the server well', async () => {
  const app = newApp()
  app.route('POST', '/sync', () => ({ json: {} }), { origin: 'optional-on-loopback' })
  const { port } = await listen({}, app)
  const socket = await openSocket(port)
  socket.write('POST /sync HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"')
  socket.resetAndDestroy()
  expect((await rawRequest({ port, path: '/health' })).status).toBe(200)
})

test('an app listens once', async () => {
  const app = newApp()
  await listen({}, app)
  await expect(app.listen({ port: 0 })).rejects.toMatchObject({ code: 'APP_LISTENING' })
})

test('Expect: 100-continue is answered with leave only when the body is wanted', async () => {
  const app = newApp()
  app.route('POST', '/sync', ({ body }) => ({ json: body }), { origin: 'optional-on-loopback' })
  const { port } = await listen({}, app)
  const head = (path: string, length: number): string =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`
  const refused = await openSocket(port)
  refused.write(head('/sync', 5_000_000))
  expect(await received(refused, (text) => text.includes('too_large'))).toMatch(/^HTTP\/1\.1 413 /)
  const wanted = await openSocket(port)
  wanted.write(head('/sync', 2))
  await received(wanted, (text) => text.startsWith('HTTP/1.1 100 Continue'))
  wanted.write('{}')
  expect(await received(wanted, (text) => text.includes('{}'))).toMatch(/^HTTP\/1\.1 200 /)
})
