import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError, sandboxOriginPattern } from '@lockstep/contract'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { App } from './config/app.ts'
import { runApps, type RunOptions, type StartHost } from './run-apps.ts'
import type { StartViewServer } from './serve-views.ts'
import { asMissingAuth, type StartDevAuth } from './start-auth.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let folder: string
let controller: AbortController
let lines: string[]
const opened: Server[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-run-'))
  controller = new AbortController()
  lines = []
})
afterEach(async () => {
  controller.abort()
  for (const server of opened.splice(0)) await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

const occupy = async (): Promise<number> => {
  const server = createServer()
  opened.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const freePort = async (): Promise<number> => {
  const port = await occupy()
  await new Promise((resolve) => opened.pop()?.close(resolve))
  return port
}
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const SERVER = `
import { createServer } from 'node:net'
process.on('SIGTERM', () => { console.log('closing'); process.exit(0) })
console.log('listening for', process.env.LOCKSTEP_SANDBOX_PORT)
createServer().listen(Number(process.env.PORT), '127.0.0.1')
`
const app = (port: number, source: string | null): App => {
  const server = source === null ? null : path.join(folder, 'server.mjs')
  if (server !== null && source !== null) writeFileSync(server, source)
  return { name: 'cart', mcpUrl: `http://127.0.0.1:${port}/mcp`, folder, server, views: [], golden: null, devAuth: null }
}

const reconnect = vi.fn(async () => undefined)
const fakeHost = vi.fn<StartHost>(async () => ({
  url: 'http://localhost:4700',
  problem: null,
  core: { reconnect },
  close: async () => void lines.push('host closed'),
}))
const options = (more: Partial<RunOptions> = {}): RunOptions => ({
  cwd: folder,
  port: 0,
  sandboxPort: 0,
  runtime: 'preact',
  isHot: false,
  nowMs: () => 1_234,
  env: process.env,
  print: (line) => lines.push(line),
  warn: (line) => lines.push(`! ${line}`),
  signal: controller.signal,
  buildView: async () => async () => ({ gzipBytes: 12_300, skipped: true }),
  startViewServer: async () => async () => ({ origin: 'http://127.0.0.1:4703', close: async () => void lines.push('views closed') }),
  startDevAuth: async () => async () => ({ issuer: 'http://localhost:4702', close: async () => void lines.push('auth closed') }),
  startHost: async () => fakeHost,
  ...more,
})

describe('the life of a run', () => {
  test('views, then the server, then the host; one URL; and all of it ends, last started first', async () => {
    const port = await freePort()
    const cart = { ...app(port, SERVER), views: [{ name: 'cart', entry: '/views/main.tsx', outFile: '/dist/cart.html' }] }
    const run = runApps([cart], options({ sandboxPort: 0 }))
    await vi.waitFor(() => expect(lines).toContain('Lockstep is ready: http://localhost:4700'), { timeout: 20_000 })
    expect(await answers(port)).toBe(true)
    expect(fakeHost).toHaveBeenLastCalledWith({
      apps: [{ name: 'cart', mcpUrl: cart.mcpUrl }],
      port: 0,
      sandboxPort: expect.any(Number),
      dataDir: path.join(folder, '.lockstep/host'),
      restartServer: expect.any(Function),
    })
    controller.abort()
    await run
    expect(await answers(port)).toBe(false)
    expect(lines.filter((line) => line.includes('http'))).toEqual(['Lockstep is ready: http://localhost:4700'])
    const [hostOptions] = fakeHost.mock.lastCall ?? []
    expect(lines).toContain(`[cart] listening for ${hostOptions?.sandboxPort}`)
    expect(hostOptions?.sandboxPort).toBeGreaterThan(0)
    expect(lines.filter((line) => !line.includes('listening'))).toEqual([
      'cart: view cart unchanged, 12.3 kB compressed',
      'cart: server ready',
      'ready in 1.2 s',
      'Lockstep is ready: http://localhost:4700',
      'host closed',
      '[cart] closing',
    ])
  })

  test('a server that says it is ready need not answer on a port yet', async () => {
    const run = runApps([app(await freePort(), `process.send({ type: 'ready', url: 'x' }); setInterval(() => {}, 1000)`)], options())
    await vi.waitFor(() => expect(lines).toContain('cart: server ready'), { timeout: 20_000 })
    controller.abort()
    await run
  })

  test('a server dies with its parent: the end of the channel ends it', async () => {
    const port = await freePort()
    const run = runApps([app(port, `${SERVER}; setTimeout(() => process.disconnect(), 100)`)], options())
    await vi.waitFor(() => expect(lines).toContain('[cart] closing'), { timeout: 20_000 })
    await vi.waitFor(async () => expect(await answers(port)).toBe(false), { timeout: 20_000 })
    controller.abort()
    await run
  })

  test('stopping while a server starts ends it without an error', async () => {
    const run = runApps([app(await freePort(), `console.log('slow'); setInterval(() => {}, 1000)`)], options())
    await vi.waitFor(() => expect(lines).toContain('[cart] slow'), { timeout: 20_000 })
    controller.abort()
    await run
    expect(lines).toEqual(['[cart] slow'])
  })
})

describe('what goes wrong is said in one line', () => {
  test('a busy port, whoever wanted it, before any work is done', async () => {
    const busy = await occupy()
    const building = vi.fn<RunOptions['buildView']>()
    const failure = (use: string, remedy: string) =>
      expect.objectContaining({
        code: 'CLI_PORT_BUSY',
        blame: 'user',
        message: `Port ${busy} for ${use} is busy. End what uses it, or choose another: ${remedy}.`,
      })
    const quiet = options({ buildView: building })
    await expect(runApps([], { ...quiet, port: busy })).rejects.toEqual(failure('the local ChatGPT', '--port or LOCKSTEP_HOST_PORT'))
    await expect(runApps([], { ...quiet, sandboxPort: busy })).rejects.toEqual(failure('its sandbox', '--port or LOCKSTEP_SANDBOX_PORT'))
    await expect(runApps([app(busy, SERVER)], quiet)).rejects.toEqual(failure('the server of cart', 'CART_PORT'))
    expect(building).not.toHaveBeenCalled()
    expect(lines).toEqual([])
  })

  test('a port of a server that something else starts is not asked for', async () => {
    const run = runApps([app(await occupy(), null)], options())
    await vi.waitFor(() => expect(lines).toEqual(['ready in 1.2 s', 'Lockstep is ready: http://localhost:4700']))
    controller.abort()
    await run
  })

  test('a server that ends before it is ready, with its own lines; the rest runs on, and saving a file of it starts it again', async () => {
    const port = await freePort()
    const run = runApps([app(port, `console.error('no database'); process.exit(3)`)], options())
    await vi.waitFor(() => expect(lines).toContain('Lockstep is ready: http://localhost:4700'), { timeout: 20_000 })
    expect(lines).toContain('[cart] no database')
    expect(lines.find((line) => line.startsWith('! cart: '))).toMatch(/but it ended with code 3\..*It starts again when one of its files is saved\.$/)
    app(port, SERVER)
    await vi.waitFor(() => expect(lines).toContain('cart: server ready'), { timeout: 20_000 })
    controller.abort()
    await run
  })

  test('what went amiss without stopping the host is said before its URL', async () => {
    const startHost = async (): Promise<StartHost> => async () => ({
      url: 'http://localhost:4700',
      problem: 'a damaged file',
      core: { reconnect },
      close: async () => {},
    })
    const run = runApps([app(1, null)], options({ startHost }))
    await vi.waitFor(() => expect(lines).toContain('Lockstep is ready: http://localhost:4700'))
    expect(lines).toEqual(['! a damaged file', 'ready in 1.2 s', 'Lockstep is ready: http://localhost:4700'])
    controller.abort()
    await run
  })

  test('a host that does not start ends the servers, too', async () => {
    const port = await freePort()
    const startHost = async () => async () => Promise.reject(Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 4700 }))
    await expect(runApps([app(port, SERVER)], options({ startHost }))).rejects.toEqual(expect.objectContaining({ code: 'CLI_PORT_BUSY' }))
    expect(await answers(port)).toBe(false)
  })

  test('what cannot be closed is thrown, after all else has ended', async () => {
    const port = await freePort()
    const startHost = async (): Promise<StartHost> => async () => ({
      url: 'http://localhost:4700',
      problem: null,
      core: { reconnect },
      close: () => Promise.reject(new Error('disk full')),
    })
    const run = runApps([app(port, SERVER)], options({ startHost }))
    await vi.waitFor(() => expect(lines).toContain('Lockstep is ready: http://localhost:4700'), { timeout: 20_000 })
    controller.abort()
    await expect(run).rejects.toThrow('disk full')
    expect(lines.at(-1)).toBe('[cart] closing')
    expect(await answers(port)).toBe(false)
  })

  test('a view that does not build', async () => {
    const cart = { ...app(1, null), views: [{ name: 'cart', entry: '/views/main.tsx', outFile: '/dist/cart.html' }] }
    const buildView = async () => async () => Promise.reject(new Error('Unexpected token'))
    const run = runApps([cart], options({ buildView }))
    await expect(run).rejects.toThrow(AppError)
    await expect(run).rejects.toThrow('The view "cart" of cart (/views/main.tsx) does not build: Unexpected token')
  })

  test('a view that does not build stops nothing while it can be edited', async () => {
    const cart = { ...app(1, null), views: [{ name: 'cart', entry: '/views/main.tsx', outFile: '/dist/cart.html' }] }
    const buildView = async () => async () => Promise.reject(new Error('Unexpected token'))
    const run = runApps([cart], options({ buildView, isHot: true }))
    await vi.waitFor(() => expect(lines).toContain('Lockstep is ready: http://localhost:4700'), { timeout: 20_000 })
    expect(lines[0]).toMatch(/^! The view "cart" of cart .* does not build: Unexpected token$/)
    controller.abort()
    await run
  })
})

describe('what the servers are told', () => {
  const ASKING = `console.log('views', process.env.LOCKSTEP_VIEW_DEV, 'auth', process.env.LOCKSTEP_DEV_AUTH); ${SERVER}`
  const view = { name: 'cart', entry: '/views/main.tsx', outFile: '/dist/cart.html' }

  test('where the views and the sign-in of development are; both end after the servers', async () => {
    const startViewServer = vi.fn<StartViewServer>(async () => ({
      origin: 'http://127.0.0.1:4703',
      close: async () => void lines.push('views closed'),
    }))
    const startDevAuth = vi.fn<StartDevAuth>(async () => ({ issuer: 'http://localhost:4702', close: async () => void lines.push('auth closed') }))
    const cart = { ...app(await freePort(), ASKING), views: [view], devAuth: { users: [] } }
    const run = runApps([cart], options({ isHot: true, startViewServer: async () => startViewServer, startDevAuth: async () => startDevAuth }))
    await vi.waitFor(() => expect(lines).toContain('[cart] views http://127.0.0.1:4703 auth http://localhost:4702'), { timeout: 20_000 })
    await vi.waitFor(() => expect(lines).toContain('Lockstep is ready: http://localhost:4700'), { timeout: 20_000 })
    const [asked] = startViewServer.mock.lastCall ?? []
    const [{ sandboxPort } = { sandboxPort: 0 }] = fakeHost.mock.lastCall ?? []
    expect(asked).toMatchObject({ views: { cart: '/views/main.tsx' }, root: folder, runtime: 'preact' })
    // the views’ server opens first, and must leave the others their ports
    expect(asked?.taken).toEqual([0, sandboxPort, Number(new URL(cart.mcpUrl).port)])
    expect(asked?.allowedOrigins).toEqual([sandboxOriginPattern(cart.mcpUrl, sandboxPort)])
    expect(startDevAuth).toHaveBeenCalledWith({ users: [], log: expect.any(Function) })
    controller.abort()
    await run
    expect(lines.slice(-4)).toEqual(['host closed', '[cart] closing', 'views closed', 'auth closed'])
  })

  test('nothing of both when they are not wanted, whatever a run around this one was told', async () => {
    const env = { ...process.env, LOCKSTEP_VIEW_DEV: 'http://127.0.0.1:1' }
    const run = runApps([{ ...app(await freePort(), ASKING), views: [view] }], options({ env }))
    await vi.waitFor(() => expect(lines).toContain('[cart] views undefined auth undefined'), { timeout: 20_000 })
    controller.abort()
    await run
  })

  test('a sign-in that is not installed', () => {
    const missing = Object.assign(new Error("Cannot find package '@lockstep/dev-auth'"), { code: 'ERR_MODULE_NOT_FOUND' })
    expect(() => asMissingAuth(missing)).toThrow(expect.objectContaining({ code: 'CLI_AUTH_MISSING', blame: 'user' }))
    const other = Object.assign(new Error("Cannot find package 'oidc-provider'"), { code: 'ERR_MODULE_NOT_FOUND' })
    expect(() => asMissingAuth(other)).toThrow(other)
  })

  test('a sign-in that does not start for a reason a person can mend', async () => {
    const taken = Object.assign(new Error('Expected port 4702 to be free'), { code: 'DEV_AUTH_PORT_IN_USE', blame: 'user' })
    const run = runApps([{ ...app(1, null), devAuth: {} }], options({ startDevAuth: async () => () => Promise.reject(taken) }))
    await expect(run).rejects.toThrow(AppError)
    await expect(run).rejects.toMatchObject({ code: 'DEV_AUTH_PORT_IN_USE', blame: 'user', message: taken.message, cause: taken })
  })

  test('options of the sign-in from two apps', async () => {
    const one = { ...app(1, null), devAuth: { users: [] } }
    await expect(runApps([one, { ...one, name: 'list' }], options())).rejects.toMatchObject({ code: 'CLI_AUTH_TWICE', blame: 'user' })
  })
})
