import { expect, test, vi } from 'vitest'
import type { App } from './config/app.ts'
import { startAuth, type StartDevAuth } from './start-auth.ts'

const app: App = { name: 'shop', mcpUrl: 'http://localhost:1/mcp', folder: '/', server: null, views: [], golden: null, devAuth: {} }
const taken = Object.assign(new Error('Expected port 4702 to be free'), { code: 'DEV_AUTH_PORT_IN_USE', blame: 'user' })

/** One whose usual port is taken. */
const start = () =>
  vi.fn<StartDevAuth>(({ port }) =>
    port === 0 ? Promise.resolve({ issuer: 'http://localhost:5555', close: async () => {} }) : Promise.reject(taken),
  )

test('for one task, a busy port is passed over and the servers are told', async () => {
  const startDevAuth = start()
  const running = await startAuth([app], { startDevAuth: async () => startDevAuth, print: () => {}, passesBusyPort: true })
  expect(running.env).toEqual({ LOCKSTEP_DEV_AUTH: 'http://localhost:5555' })
  expect(startDevAuth).toHaveBeenCalledTimes(2)
})

test.each<[string, App['devAuth'], boolean]>([
  ['one that was chosen', { port: 4702 }, true],
  ['any, where people know the address', {}, false],
])('a busy port is said: %s', async (_which, devAuth, passesBusyPort) => {
  const run = startAuth([{ ...app, devAuth }], { startDevAuth: async () => start(), print: () => {}, passesBusyPort })
  await expect(run).rejects.toMatchObject({ code: 'DEV_AUTH_PORT_IN_USE', blame: 'user' })
})
