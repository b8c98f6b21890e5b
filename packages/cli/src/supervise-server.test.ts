import { expect, test, vi } from 'vitest'
import type { AppServer, AppServerOptions } from './app-server.ts'
import { RESTART_AFTER_MS, superviseServer, type Supervision } from './supervise-server.ts'

function fakeServers() {
  const ends: Array<(how: string) => void> = []
  const start = vi.fn(async (_options: AppServerOptions): Promise<AppServer> => {
    const ended = new Promise<string>((resolve) => ends.push(resolve))
    return { ended, stop: async () => ends.at(-1)?.('was ended by SIGTERM') }
  })
  return { start, endNewest: (how: string) => ends.at(-1)?.(how) }
}
const options: AppServerOptions = {
  name: 'cart',
  module: 'server.ts',
  cwd: '/',
  mcpUrl: 'http://localhost:8000/mcp',
  env: {},
  print: () => undefined,
  signal: new AbortController().signal,
}

/** Files change when a test says so. */
function fakeWatch() {
  const watched: string[] = []
  let waiting = Promise.withResolvers<string>()
  return {
    watched,
    change: () => {
      const { resolve } = waiting
      waiting = Promise.withResolvers<string>()
      resolve('server.ts')
    },
    add: (file: string) => void watched.push(file),
    nextChange: () => waiting.promise,
    close: () => void watched.push('closed'),
  }
}

function supervise(start: Supervision['start']) {
  const lines: string[] = []
  const watch = fakeWatch()
  const clock = { nowMs: 0 }
  const onRestart = vi.fn<() => void>()
  const print = (line: string): void => void lines.push(line)
  const server = superviseServer(options, {
    nowMs: () => clock.nowMs,
    print,
    warn: print,
    watch,
    onRestart,
    ...(start === undefined ? {} : { start }),
  })
  return { lines, watch, clock, onRestart, server }
}

test('a server that ran for a while is started again, one that ends at once waits for a save', async () => {
  const { start, endNewest } = fakeServers()
  const { lines, clock, watch, onRestart, server } = supervise(start)
  await server.tried
  clock.nowMs += RESTART_AFTER_MS
  endNewest('ended with code 1')
  await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(2))
  endNewest('ended with code 1')
  await vi.waitFor(() => expect(lines).toHaveLength(4))
  expect(start).toHaveBeenCalledTimes(2)
  watch.change()
  await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(3))
  await vi.waitFor(() => expect(onRestart).toHaveBeenCalledTimes(2))
  expect(lines).toEqual([
    'cart: server ready',
    'cart: its server ended with code 1 after 10 s. Starting it again.',
    'cart: server ready again after 0 ms',
    'cart: its server ended with code 1 after 0 s. Mend it. It starts again when one of its files is saved.',
    'cart: server ready again after 0 ms',
  ])
})

test('a saved file ends the server and starts it again, and the host is told', async () => {
  const { start } = fakeServers()
  const { lines, watch, onRestart, server } = supervise(start)
  await server.tried
  expect(watch.watched).toEqual(['server.ts'])
  expect(onRestart).not.toHaveBeenCalled()
  watch.change()
  await vi.waitFor(() => expect(onRestart).toHaveBeenCalledTimes(1))
  expect(start).toHaveBeenCalledTimes(2)
  expect(lines).toEqual(['cart: server ready', 'cart: server ready again after 0 ms'])
})

test('a save while it starts calls that start off', async () => {
  const { start } = fakeServers()
  const calledOff = vi.fn<() => void>()
  start.mockImplementationOnce(
    ({ signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          calledOff()
          reject(new Error('was stopped while starting'))
        }),
      ),
  )
  const { lines, watch, server } = supervise(start)
  watch.change()
  await vi.waitFor(() => expect(lines).toEqual(['cart: server ready']))
  await server.tried
  expect(calledOff).toHaveBeenCalledTimes(1)
})

test('a start that fails is said, and the next save tries again', async () => {
  const { start } = fakeServers()
  start.mockRejectedValueOnce(new Error('the port is gone.'))
  const { lines, watch, server } = supervise(start)
  await server.tried
  expect(lines).toEqual(['cart: the port is gone. It starts again when one of its files is saved.'])
  watch.change()
  await vi.waitFor(() => expect(lines.at(-1)).toBe('cart: server ready'))
})

test('a server that is stopped is not started again, whatever changes', async () => {
  const { start } = fakeServers()
  const { lines, clock, watch, server } = supervise(start)
  await server.tried
  clock.nowMs += RESTART_AFTER_MS
  await server.stop()
  watch.change()
  expect(start).toHaveBeenCalledTimes(1)
  expect(lines).toEqual(['cart: server ready'])
  expect(watch.watched.at(-1)).toBe('closed')
})

test('one that waits for a save can be stopped, too', async () => {
  const { start } = fakeServers()
  start.mockRejectedValueOnce(new Error('no.'))
  const { server } = supervise(start)
  await server.tried
  await server.stop()
  expect(start).toHaveBeenCalledTimes(1)
})

test('a server is started again on somebody’s word, and not twice while it starts', async () => {
  const { start } = fakeServers()
  const { lines, onRestart, server } = supervise(start)
  await server.tried
  await Promise.all([server.restart(), server.restart()])
  expect(start).toHaveBeenCalledTimes(2)
  expect(onRestart).toHaveBeenCalledTimes(1)
  expect(lines.at(-1)).toMatch(/^cart: server ready again/)
  await server.stop()
  await server.restart()
  expect(start).toHaveBeenCalledTimes(2)
})
