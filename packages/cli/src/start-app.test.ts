import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { App } from './config/app.ts'
import { startApp } from './start-app.ts'

let folder: string
const [, script = ''] = process.argv
const load = vi.fn(async (_url: string): Promise<unknown> => undefined)

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-start-'))
  // a worker thread may not change the folder of its process
  vi.spyOn(process, 'chdir').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  load.mockClear()
  process.argv[1] = script
  rmSync(folder, { recursive: true })
})

function app(more: Partial<App> = {}): App {
  const outFile = path.join(folder, 'dist', 'views', 'cart.html')
  mkdirSync(path.dirname(outFile), { recursive: true })
  writeFileSync(outFile, '<!doctype html>')
  const views = [{ name: 'cart', entry: path.join(folder, 'views', 'cart.tsx'), outFile }]
  const server = path.join(folder, 'server', 'main.ts')
  mkdirSync(path.dirname(server), { recursive: true })
  writeFileSync(server, '')
  return { name: 'Cart', mcpUrl: 'http://localhost:8000/mcp', folder, server, views, golden: null, devAuth: null, ...more }
}

test('the server’s module is run as production, in its folder, at its port', async () => {
  const env: Record<string, string | undefined> = { LOCKSTEP_VIEW_DEV: 'http://127.0.0.1:4703' }
  await startApp([app()], { name: null, env, load })
  expect(load).toHaveBeenCalledWith(new URL(`file://${folder}/server/main.ts`).href)
  expect(env).toEqual({ NODE_ENV: 'production', PORT: '8000' })
  expect(process.chdir).toHaveBeenCalledWith(folder)
  expect(process.argv[1]).toBe(path.join(folder, 'server', 'main.ts'))
})

test('what the environment says stays', async () => {
  const env: Record<string, string | undefined> = { NODE_ENV: 'staging', PORT: '80' }
  await startApp([app()], { name: null, env, load })
  expect(env).toEqual({ NODE_ENV: 'staging', PORT: '80' })
})

test('one of several apps by its name, however it is written', async () => {
  await startApp([app({ name: 'List' }), app()], { name: 'cart', env: {}, load })
  expect(load).toHaveBeenCalledTimes(1)
})

test.each([
  ['which of several', null, {}, 'CLI_START_WHICH', /got none\. Here are: cart, list\. Run: lockstep start <name>/],
  ['an unknown name', 'shop', {}, 'CLI_START_WHICH', /got "shop"/],
  ['no server', 'cart', { server: null }, 'CLI_NO_SERVER', /Expected Cart to name its server module/],
] as const)('%s', async (_what, name, more, code, message) => {
  const start = startApp([app(more), app({ name: 'List' })], { name, env: {}, load })
  await expect(start).rejects.toMatchObject({ code, blame: 'user', message: expect.stringMatching(message) })
  expect(load).not.toHaveBeenCalled()
})

test('a view that was not built is named, and nothing starts', async () => {
  const cart = app()
  rmSync(path.join(folder, 'dist'), { recursive: true })
  const start = startApp([cart], { name: null, env: {}, load })
  await expect(start).rejects.toMatchObject({
    code: 'CLI_NOT_BUILT',
    message: expect.stringMatching(/dist\/views\/cart\.html is missing\. Run: lockstep build/),
  })
  expect(load).not.toHaveBeenCalled()
})

test('a server module that is not there is named, as what a person can mend', async () => {
  const cart = app()
  rmSync(path.join(folder, 'server'), { recursive: true })
  const start = startApp([cart], { name: null, env: {}, load })
  await expect(start).rejects.toMatchObject({
    code: 'CLI_NO_SERVER',
    blame: 'user',
    message: expect.stringMatching(/server\/main\.ts.*does not exist/),
  })
  expect(load).not.toHaveBeenCalled()
})
