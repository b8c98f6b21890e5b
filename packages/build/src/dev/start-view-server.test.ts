import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startViewServer, type ViewServer, type ViewServerOptions } from './start-view-server.ts'

const FRAME = 'http://app-sandbox.localhost:4701'
let root = ''
const open: Array<() => Promise<void>> = []

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lockstep-views-'))
  writeFileSync(join(root, 'list.tsx'), `export function List() { return <p>list</p> }\n`)
  writeFileSync(join(root, '.env'), 'SECRET=1')
  mkdirSync(join(root, '.lockstep'))
  writeFileSync(join(root, '.lockstep', 'app.key'), 'secret')
  writeFileSync(join(root, '.lockstep', 'app.js'), 'export const secret = 1')
})
afterEach(async () => {
  for (const close of open.splice(0)) await close()
  rmSync(root, { recursive: true })
})

async function start(more: Partial<ViewServerOptions> = {}): Promise<ViewServer> {
  const quiet = { print: () => undefined, warn: () => undefined }
  const server = await startViewServer({ views: { list: './list.tsx' }, root, port: 0, allowedOrigins: [FRAME], ...quiet, ...more })
  open.push(server.close)
  return server
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** With headers that fetch would not let one set. */
function ask(server: ViewServer, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${server.origin}${path}`, { headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    asked.once('error', reject)
    asked.end()
  })
}

test('a view’s document has every address on its own origin, and the same bytes before and after an edit', async () => {
  const server = await start()
  const { status, headers, text } = await ask(server, '/views/list')
  expect([status, headers['content-type'], headers['access-control-allow-origin']]).toEqual([200, 'text/html; charset=utf-8', undefined])
  const addresses = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)
  expect(addresses.filter((address) => address !== 'data:,' && !address?.startsWith(`${server.origin}/`))).toEqual([])
  expect(text).not.toContain(root)
  await ask(server, '/@lockstep/view/list.tsx', { origin: FRAME })
  writeFileSync(join(root, 'list.tsx'), 'export function List() { return <p>another</p> }\n')
  expect((await ask(server, '/views/list')).text).toBe(text)
})

test('a view that is not configured is said with what is', async () => {
  const { status, text } = await ask(await start(), '/views/cart')
  expect([status, text]).toEqual([404, 'There is no view "cart" here. Add it to `views` in lockstep.config.ts, which has: list.'])
})

test('modules go to the views’ own frames and to programs, named by origin, never to all', async () => {
  const server = await start()
  const entry = '/@lockstep/view/list.tsx'
  const given = await ask(server, entry, { origin: FRAME })
  expect([given.status, given.headers['access-control-allow-origin']]).toEqual([200, FRAME])
  expect((await ask(server, entry)).status).toBe(200)
})

test('S1.I.1 frames may be named by a pattern: which domains an app declares is not known before its server runs', async () => {
  const server = await start({ allowedOrigins: [/^http:\/\/[a-z-]+-app-sandbox\.localhost:4701$/] })
  const entry = '/@lockstep/view/list.tsx'
  const frame = 'http://shop-example-com-app-sandbox.localhost:4701'
  const given = await ask(server, entry, { origin: frame })
  expect([given.status, given.headers['access-control-allow-origin']]).toEqual([200, frame])
  expect((await ask(server, entry, { origin: `${frame}.evil.example` })).status).toBe(403)
  expect((await ask(server, entry, { origin: FRAME })).status).toBe(403)
})

test.each([
  ['another page', { origin: 'http://evil.example' }],
  ['a frame with no origin', { origin: 'null' }],
  ['another app’s frame', { origin: 'http://other-sandbox.localhost:4701' }],
  ['a name that leads here by DNS', { host: 'evil.example' }],
  ['another port in Host', { host: '127.0.0.1:80' }],
  ['a script element of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
  ['a fetch of another site without CORS', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' }],
])('%s gets nothing', async (_what, headers) => {
  const server = await start()
  for (const path of ['/views/list', '/@lockstep/view/list.tsx', '/@vite/client', '/__open-in-editor?file=list.tsx']) {
    const { status, text } = await ask(server, path, headers)
    expect([path, status, text]).toEqual([path, 403, 'This server answers to the views it serves only.'])
  }
})

test('a picture may be loaded by any page, what opens an editor not', async () => {
  const server = await start()
  writeFileSync(join(root, 'dot.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  const picture = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }
  expect((await ask(server, '/dot.svg', picture)).status).toBe(200)
  expect((await ask(server, '/__open-in-editor?file=list.tsx', picture)).status).toBe(403)
})

test('secrets and data are not served, nor is anything outside the app', async () => {
  const server = await start()
  writeFileSync(join(root, '.npmrc'), '//registry.example/:_authToken=secret')
  writeFileSync(join(root, 'notes.db-wal'), 'secret')
  writeFileSync(join(root, 'notes.sqlite'), 'secret')
  for (const path of [
    '/.env',
    '/.env?raw',
    '/.npmrc',
    '/.npmrc?raw',
    '/notes.db-wal',
    '/notes.sqlite?url&raw',
    '/.lockstep/app.key',
    '/.lockstep/app.js',
    `/@fs${root}/.lockstep/app.js?raw`,
    '/@fs/etc/hostname?raw',
    '/@fs/etc/hostname',
  ]) {
    const { status, text } = await ask(server, path, { origin: FRAME })
    expect([path, status >= 400, text.includes('secret') || text.includes('SECRET')]).toEqual([path, true, false])
  }
})

test('the connection of updates is for the views’ frames as well', async () => {
  const server = await start()
  const { text } = await ask(server, '/@vite/client')
  const [, token = ''] = /wsToken = "([^"]+)"/.exec(text) ?? []
  const upgrade = (origin: string, query: string): Promise<string> =>
    new Promise((resolve) => {
      const headers = {
        origin,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        'sec-websocket-protocol': 'vite-hmr',
      }
      const asked = request(`${server.origin}/${query}`, { headers })
      asked.once('upgrade', (_response, socket) => {
        socket.destroy()
        resolve('open')
      })
      asked.once('response', ({ statusCode }) => resolve(String(statusCode)))
      asked.once('error', () => resolve('closed'))
      asked.end()
    })
  expect(token).not.toBe('')
  expect(await upgrade(FRAME, `?token=${token}`)).toBe('open')
  expect(await upgrade('http://evil.example', '')).not.toBe('open')
  expect(await upgrade('http://evil.example', '?token=guess')).not.toBe('open')
})

test('SEC19 no variable of the process that serves gets into a view', async () => {
  vi.stubEnv('VITE_TOKEN', 'token-of-the-developer')
  writeFileSync(join(root, 'list.tsx'), 'document.title = JSON.stringify(import.meta.env)\n')
  const { status, text } = await ask(await start(), '/@lockstep/view/list.tsx', { origin: FRAME })
  expect([status, text.includes('token-of-the-developer')]).toEqual([200, false])
  vi.unstubAllEnvs()
})

test('a busy port is passed over', async () => {
  const busy: Server = createServer()
  await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done))
  open.push(async () => void busy.close())
  const { port } = busy.address() as AddressInfo
  const server = await start({ port })
  expect(server.port).toBeGreaterThan(port)
  expect((await ask(server, '/views/list')).status).toBe(200)
})

test('a port that something of the same run will take is passed over, too', async () => {
  const port = (await start()).port + 1
  const server = await start({ port, taken: [port, port + 1] })
  expect([port, port + 1]).not.toContain(server.port)
})

test('an edit in an app whose folder is a link is noticed', async () => {
  const link = `${root}-link`
  symlinkSync(root, link, 'dir')
  writeFileSync(join(root, 'words.ts'), 'export const word = 1\n')
  writeFileSync(join(root, 'list.tsx'), `import { word } from './words.ts'\ndocument.title = String(word)\n`)
  const print = vi.fn()
  try {
    const server = await start({ root: link, views: { list: join(link, 'list.tsx') }, print })
    expect((await ask(server, '/@lockstep/view/list.tsx', { origin: FRAME })).status).toBe(200)
    await ask(server, '/@lockstep/view/list.tsx', { origin: FRAME })
    await ask(server, '/words.ts', { origin: FRAME })
    // the watcher begins to look some time after it was asked to
    let edits = 0
    for (const name of ['list.tsx', 'words.ts']) {
      const file = join(root, name)
      const text = readFileSync(file, 'utf8')
      print.mockClear()
      await vi.waitFor(
        () => {
          writeFileSync(file, `${text}// ${(edits += 1)}\n`)
          expect(print).toHaveBeenCalledWith(expect.stringMatching(/^views: (updated|loaded anew)/))
        },
        { timeout: 4_000, interval: 200 },
      )
    }
  } finally {
    rmSync(link)
  }
})

test('a link to the app’s folder is no way around what is kept secret in it', async () => {
  const workspace = mkdtempSync(join(tmpdir(), 'lockstep-workspace-'))
  writeFileSync(join(workspace, 'package.json'), '{"workspaces":["*"]}')
  const real = join(workspace, 'real')
  mkdirSync(join(real, '.lockstep'), { recursive: true })
  writeFileSync(join(real, 'list.tsx'), 'document.title = "list"\n')
  writeFileSync(join(real, '.lockstep', 'app.js'), 'export const secret = 1')
  const link = join(workspace, 'link')
  symlinkSync(real, link, 'dir')
  try {
    const server = await start({ root: link })
    for (const folder of [link, realpathSync(real)]) {
      const { status, text } = await ask(server, `/@fs${folder}/.lockstep/app.js?raw`, { origin: FRAME })
      expect([folder, status >= 400, text.includes('secret')]).toEqual([folder, true, false])
    }
    expect((await ask(server, '/@lockstep/view/list.tsx', { origin: FRAME })).status).toBe(200)
  } finally {
    rmSync(workspace, { recursive: true })
  }
})
