import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sandboxOrigins } from '@lockstep/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { rawRequest, type RawAnswer } from '../../packages/host/src/testing/raw-request.ts'
import { freePort } from '../support/free-port.ts'
import { copyOfApp, runLockstep, type Running } from '../support/lockstep-run.ts'
import { startReverseProxy, type ReverseProxy } from './reverse-proxy.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const app = copyOfApp('notes-app')
let appPort: number
let proxy: ReverseProxy
let run: Running
/** The app's public address: another origin than where it listens. */
let publicHost: string

beforeAll(async () => {
  const build = runLockstep(['build'], app.folder, {})
  await build.line(/^Notes: view notes built/)
  expect(await build.ended()).toBe(0)
  appPort = await freePort()
  proxy = await startReverseProxy(appPort)
  publicHost = `notes.localhost.example:${proxy.port}`
  run = start({ PUBLIC_URL: `http://${publicHost}` })
  await healthy(appPort)
})
afterAll(async () => {
  await run?.stop()
  await proxy?.close()
  app.remove()
})

/** As a platform does: everything by the environment; what a developer's shell may hold must do no harm. */
function start(env: Record<string, string>): Running {
  return runLockstep(['start'], app.folder, { PORT: String(appPort), LOCKSTEP_VIEW_DEV: 'http://127.0.0.1:9', LOCKSTEP_SANDBOX_PORT: '4701', ...env })
}

function healthy(port: number): Promise<RawAnswer> {
  return vi.waitFor(() => rawRequest({ port, path: '/health' }), { timeout: 30_000, interval: 50 })
}

function call(method: string, params: Record<string, unknown>, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const all = { host: publicHost, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers }
  return rawRequest({ port: proxy.port, path: '/mcp', method: 'POST', headers: all, body })
}

async function viewUri(): Promise<string> {
  const [, uri = ''] = /"uri":"(ui:\/\/notes\/[^"]+)"/.exec((await call('resources/list', {})).body) ?? []
  return uri
}

test('behind a proxy of another origin the app answers by its public name, with the views that were built', async () => {
  const health = await rawRequest({ port: proxy.port, path: '/health', headers: { host: publicHost } })
  expect([health.status, JSON.parse(health.body)]).toMatchObject([200, { status: 'ok', name: 'notes' }])
  const called = await call('tools/call', { name: 'show_notes', arguments: {} })
  expect([called.status, called.body]).toEqual([200, expect.stringContaining('two notes')])
  const read = (await call('resources/read', { uri: await viewUri() })).body
  expect(read).toContain('<!doctype html>')
  expect(read).toContain('Notes one')
  // nothing of development: no dev server, and no origin of one in the policy
  expect(read).not.toContain('127.0.0.1')
})

test.each([
  ['a host name that is not its own', { host: 'evil.example' }, 'host_not_allowed'],
  ['a page of another origin', { origin: 'http://evil.example' }, 'origin_not_allowed'],
  ['a page that hides its origin', { origin: 'null' }, 'origin_not_allowed'],
  ['the frame of a local ChatGPT', () => ({ origin: sandboxOrigins(`http://localhost:${appPort}/mcp`, 4701).inner }), 'origin_not_allowed'],
])('%s is refused', async (_what, headers, code) => {
  const { status, body } = await call('tools/list', {}, typeof headers === 'function' ? headers() : headers)
  expect([status, body]).toEqual([403, expect.stringContaining(code)])
})

test('a page of its own public address may call it', async () => {
  expect((await call('tools/list', {}, { origin: `http://${publicHost}` })).status).toBe(200)
})

test('SIGTERM: what is under way is answered, then the process ends with 0, and starts again at once', async () => {
  const answered = call('tools/call', { name: 'count_slowly', arguments: { waitMs: 500 } })
  await run.line(/"msg":"counting"/)
  const ended = run.stop('SIGTERM')
  expect((await answered).body).toContain('"waitedMs":500')
  expect(await ended).toBe(0)
  await expect(rawRequest({ port: appPort, path: '/health' })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  run = start({ PUBLIC_URL: `http://${publicHost}` })
  expect((await healthy(appPort)).status).toBe(200)
})

test('more names and origins come from the environment', async () => {
  await run.stop()
  run = start({ ALLOWED_HOSTS: 'one.example, two.example', ALLOWED_ORIGINS: 'https://page.example' })
  await healthy(appPort)
  expect((await call('tools/list', {}, { host: 'two.example', origin: 'https://page.example' })).status).toBe(200)
  expect((await call('tools/list', {}, { host: publicHost })).status).toBe(403)
})

test('a setting that cannot be meant is said, and nothing starts', async () => {
  const wrong = start({ PORT: String(await freePort()), PUBLIC_URL: 'notes.example' })
  await wrong.line(/^lockstep: Expected PUBLIC_URL to be the http\(s\) address under which people reach the app, got "notes\.example"/)
  expect(await wrong.ended()).toBe(2)
})

test('S2.U.8 a view that was built anew has a new address, and old conversations still read theirs', async () => {
  await run.stop()
  run = start({ PUBLIC_URL: `http://${publicHost}` })
  await healthy(appPort)
  const before = await viewUri()
  await run.stop()
  app.edit('views/notes.tsx', 'Notes one', 'Notes two')
  const build = runLockstep(['build'], app.folder, {})
  expect(await build.ended()).toBe(0)
  run = start({ PUBLIC_URL: `http://${publicHost}` })
  await healthy(appPort)
  const after = await viewUri()
  expect(after).not.toBe(before)
  for (const uri of [before, after]) expect((await call('resources/read', { uri })).body).toContain('Notes two')
})

test('an app whose views were not built does not start', async () => {
  await run.stop()
  await rm(join(app.folder, 'dist'), { recursive: true })
  run = start({})
  await run.line(/^lockstep: Expected the views of Notes to be built, and dist\/views\/notes\.html is missing\. Run: lockstep build$/)
  expect(await run.ended()).toBe(2)
})
