import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCoreHarness } from '../testing/core-harness.ts'

let server: Server
const sockets = new Set<Socket>()

/** Takes connections and never says a word. */
beforeAll(async () => {
  server = createServer((socket) => void sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

const start = () => createCoreHarness({ mcpUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp` })

it('a turn stops at once though the server is mute whose tools it reads', async () => {
  const { core } = start()
  core.sendMessage('go')
  core.stop()
  await core.whenIdle()
  expect(core.getState().conversation).toMatchObject({ busy: false, entries: [{ text: 'go' }, { text: 'Stopped.' }] })
  await core.close()
})

it('a host that closes begins no turn of what still waits', async () => {
  const { core } = start()
  core.sendMessage('go')
  core.sendMessage('and on')
  await core.close()
  expect(core.getState().conversation).toMatchObject({ busy: false, entries: [{ text: 'go' }, { text: 'Stopped.' }] })
})
