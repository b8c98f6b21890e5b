import { EventEmitter } from 'node:events'
import pino from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { createApp, type App, type Listening } from './app.ts'
import type { ListenOptions } from './http/listen.ts'
import { memory } from './memory.ts'
import { serve, type ServeOptions, type ServingProcess } from './serve.ts'

const opened: Listening[] = []
afterEach(async () => {
  for (const listening of opened.splice(0)) await listening.close()
})

/** A process that notes what is asked of it. */
function fakeProcess(hasParent: boolean) {
  const events = new EventEmitter()
  const exit = vi.fn<(code: number) => void>()
  const send = vi.fn<(message: unknown) => void>()
  const process: ServingProcess = { once: (event, listener) => events.once(event, listener), exit, ...(hasParent ? { send } : {}) }
  return { process, exit, send, emit: (event: string) => events.emit(event) }
}

function demo(): App {
  return createApp({ name: 'demo', version: '1.0.0', store: memory(), logger: pino({ level: 'silent' }) })
}

/** What `listen` is asked for. */
async function asked(env: Record<string, string>, options: ServeOptions = {}): Promise<ListenOptions | undefined> {
  const app = demo()
  const listen = vi.fn(async (_options: ListenOptions): Promise<Listening> => ({ url: '', mcpUrl: '', port: 1, close: async () => undefined }))
  await serve({ ...app, listen }, { env, process: fakeProcess(false).process, ...options })
  return listen.mock.lastCall?.[0]
}

test('nothing said: the seed’s port, on loopback, for nobody else', async () => {
  expect(await asked({})).toEqual({ port: 8000, allowedHosts: [], allowedOrigins: [] })
  expect(await asked({ PORT: '', HOST: '', PUBLIC_URL: '', ALLOWED_HOSTS: '' })).toEqual({ port: 8000, allowedHosts: [], allowedOrigins: [] })
})

test('a platform says all of it', async () => {
  const env = {
    PORT: '8080',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://cart.example:8443/app',
    ALLOWED_HOSTS: 'a.example, b.example,',
    ALLOWED_ORIGINS: 'https://c.example',
    NODE_ENV: 'production',
    LOCKSTEP_SANDBOX_PORT: '4701',
  }
  expect(await asked(env, { allowedHosts: ['d.example'], allowedOrigins: ['https://d.example'] })).toEqual({
    port: 8080,
    host: '0.0.0.0',
    dangerouslyBindAll: true,
    publicUrl: 'https://cart.example:8443/app',
    allowedHosts: ['cart.example', 'a.example', 'b.example', 'd.example'],
    allowedOrigins: ['https://cart.example:8443', 'https://c.example', 'https://d.example'],
  })
})

test('under the local ChatGPT its frames may call, never in production', async () => {
  expect((await asked({ PORT: '8000', LOCKSTEP_SANDBOX_PORT: '4701' }))?.allowedOrigins).toEqual([
    expect.stringMatching(/^http:\/\/localhost-8000-[0-9a-f]{8}-sandbox\.localhost:4701$/),
  ])
})

test.each([
  ['PORT', '80a', 'a port from 0 to 65535'],
  ['PORT', '70000', 'a port from 0 to 65535'],
  ['PUBLIC_URL', 'cart.example', 'the http(s) address under which people reach the app'],
  ['PUBLIC_URL', 'file:///cart', 'the http(s) address under which people reach the app'],
  // as ChatGPT is given it: tokens would have to be for /mcp/mcp
  ['PUBLIC_URL', 'https://cart.example/mcp', 'the http(s) address under which people reach the app'],
  ['PUBLIC_URL', 'https://cart.example/mcp/', 'the http(s) address under which people reach the app'],
  ['PUBLIC_URL', 'https://cart.example/?a=b', 'the http(s) address under which people reach the app'],
])('%s=%s is a person’s mistake', async (name, value, expected) => {
  await expect(asked({ [name]: value })).rejects.toMatchObject({
    code: 'SERVE_ENV_INVALID',
    blame: 'user',
    message: expect.stringContaining(`Expected ${name} to be ${expected}, got "${value}".`),
  })
})

test.each(['SIGTERM', 'SIGINT', 'disconnect'])('%s closes the server, then the app’s own, then the store, and ends with 0; once', async (event) => {
  const order: string[] = []
  const { process, exit, send, emit } = fakeProcess(true)
  const app = demo()
  vi.spyOn(app.store, 'close').mockImplementation(async () => void order.push('store'))
  const listening = await serve(app, { env: { PORT: '0' }, process, onClose: () => void order.push('own') })
  opened.push(listening)
  expect(send).toHaveBeenCalledWith({ type: 'ready', url: listening.url })
  expect((await fetch(`${listening.url}/health`)).status).toBe(200)
  emit(event)
  emit('SIGTERM')
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0))
  await expect(fetch(`${listening.url}/health`)).rejects.toThrow()
  expect(order).toEqual(['own', 'store'])
  expect(exit).toHaveBeenCalledTimes(1)
})

test('what cannot be closed is logged, and the code says so', async () => {
  const { process, exit, emit } = fakeProcess(false)
  const app = demo()
  const logged = vi.spyOn(app.logger, 'error')
  opened.push(await serve(app, { env: { PORT: '0' }, process, onClose: () => Promise.reject(new Error('disk')) }))
  emit('SIGTERM')
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(1))
  expect(logged).toHaveBeenCalledTimes(1)
})
