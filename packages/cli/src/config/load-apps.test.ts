import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadApps, portVariable } from './load-apps.ts'

let cwd: string
const plant = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true })
  writeFileSync(path.join(cwd, file), text)
}
const config = (app: object) => `export default { apps: [${JSON.stringify(app)}] }`
const cart = { name: 'cart', mcpUrl: 'http://localhost:8000/mcp' }
const load = (env: Record<string, string> = {}, urls: string[] = []) => loadApps({ cwd, env }, urls)

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'lockstep-config-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

test('an app’s own configuration is read, with paths relative to it', async () => {
  plant('lockstep.config.ts', config({ ...cart, server: 'server/main.ts', views: { cart: 'views/main.tsx' }, golden: 'golden.json' }))
  plant('golden.json', '{"version":1,"prompts":[]}')
  expect(await load()).toEqual([
    {
      ...cart,
      folder: cwd,
      server: path.join(cwd, 'server/main.ts'),
      views: [{ name: 'cart', entry: path.join(cwd, 'views/main.tsx'), outFile: path.join(cwd, 'dist/views/cart.html') }],
      golden: { version: 1, starters: [], prompts: [] },
      devAuth: null,
    },
  ])
})

test('production needs no golden prompts, and does not look for them', async () => {
  plant('lockstep.config.ts', config({ ...cart, golden: 'golden.json' }))
  expect(await loadApps({ cwd, env: {}, needsGolden: false }, [])).toMatchObject([{ name: 'cart', golden: null }])
})

test('above the apps, every app is read', async () => {
  plant('apps/cart/lockstep.config.ts', config(cart))
  plant('apps/tasks/lockstep.config.ts', config({ name: 'tasks', mcpUrl: 'http://localhost:8001/mcp' }))
  plant('apps/notes/package.json', '{}')
  expect((await load()).map(({ name, folder }) => [name, folder])).toEqual([
    ['cart', path.join(cwd, 'apps/cart')],
    ['tasks', path.join(cwd, 'apps/tasks')],
  ])
})

test('addresses on the command line need no configuration', async () => {
  expect(await load({}, ['http://localhost:9000/mcp', 'http://localhost:9000/other'])).toMatchObject([
    { name: 'localhost:9000', mcpUrl: 'http://localhost:9000/mcp', server: null, views: [], golden: null },
    { name: 'localhost:9000/other', mcpUrl: 'http://localhost:9000/other' },
  ])
})

test('a variable moves the server of an app', async () => {
  plant('lockstep.config.ts', config(cart))
  expect(await load({ CART_PORT: '8765' })).toMatchObject([{ mcpUrl: 'http://localhost:8765/mcp' }])
  expect(portVariable('my-shop 2')).toBe('MY_SHOP_2_PORT')
})

describe('a person can mend what is wrong', () => {
  const failure = (message: string | RegExp, code = 'CLI_CONFIG_INVALID') =>
    expect.objectContaining({ code, blame: 'user', message: expect.stringMatching(message) })

  test('no configuration', async () => {
    await expect(load()).rejects.toEqual(failure(/Expected lockstep\.config\.ts.*lockstep dev http/s, 'CLI_NO_CONFIG'))
  })

  test('a field that is wrong or unknown', async () => {
    plant('lockstep.config.ts', config({ ...cart, mcpUrl: 'nowhere', gold: true }))
    await expect(load()).rejects.toEqual(failure(/lockstep\.config\.ts.*apps\.0\.mcpUrl: .*apps\.0: .*gold/s))
  })

  test.each(['javascript:alert(1)', 'file:///mcp', 'ws://localhost:8000/mcp'])('an address that is no web address: %s', async (mcpUrl) => {
    plant('lockstep.config.ts', config({ ...cart, mcpUrl }))
    await expect(load()).rejects.toEqual(failure(/apps\.0\.mcpUrl: expected the http\(s\) address of an MCP server/))
  })

  test('a view with a name that is none', async () => {
    plant('lockstep.config.ts', config({ ...cart, views: { Notes: 'views/notes.tsx' } }))
    await expect(load()).rejects.toEqual(failure(/apps\.0\.views\.Notes: expected a name of a-z, 0-9 and -/))
  })

  test('no default export', async () => {
    plant('lockstep.config.ts', 'export const apps = []')
    await expect(load()).rejects.toEqual(failure(/default export: /))
  })

  test('a module that does not load', async () => {
    plant('lockstep.config.ts', 'throw new Error("no such variable")')
    await expect(load()).rejects.toEqual(failure(/does not load: no such variable/))
  })

  test('golden prompts that are missing or wrong', async () => {
    plant('lockstep.config.ts', config({ ...cart, golden: 'golden.json' }))
    await expect(load()).rejects.toEqual(failure(/golden\.json.*ENOENT/s))
    plant('golden.json', '{"version":2,"prompts":[]}')
    await expect(load()).rejects.toEqual(failure(/golden\.json.*version: /s))
  })

  test('one name or address for two apps', async () => {
    plant('lockstep.config.ts', `export default { apps: [${JSON.stringify(cart)}, ${JSON.stringify({ ...cart, name: 'other' })}] }`)
    await expect(load()).rejects.toEqual(failure(/same mcpUrl, "http:\/\/localhost:8000\/mcp"/, 'CLI_APP_TWICE'))
  })

  test('a port that is none', async () => {
    plant('lockstep.config.ts', config(cart))
    await expect(load({ CART_PORT: 'x' })).rejects.toEqual(failure(/CART_PORT should be a port/, 'CLI_USAGE'))
  })
})
