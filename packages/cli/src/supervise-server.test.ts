import { expect, test, vi } from 'vitest'
import type { AppServer, AppServerOptions } from './app-server.ts'
import { RESTART_AFTER_MS, superviseServer } from './supervise-server.ts'

function fakeServers() {
  const ends: Array<(how: string) => void> = []
  const start = vi.fn(async (): Promise<AppServer> => {
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

test('a server that ran for a while is started again, one that ends at once is not', async () => {
  const { start, endNewest } = fakeServers()
  const lines: string[] = []
  let nowMs = 0
  await superviseServer(options, { nowMs: () => nowMs, warn: (line) => lines.push(line), start })
  nowMs += RESTART_AFTER_MS
  endNewest('ended with code 1')
  await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(2))
  endNewest('ended with code 1')
  await vi.waitFor(() => expect(lines).toHaveLength(2))
  expect(lines).toEqual([
    'cart: its server ended with code 1 after 10 s. Starting it again.',
    'cart: its server ended with code 1 after 0 s and is not started again. Mend it, then start again.',
  ])
  expect(start).toHaveBeenCalledTimes(2)
})

test('a server that is stopped is not started again', async () => {
  const { start } = fakeServers()
  const warn = vi.fn<(line: string) => void>()
  const { stop } = await superviseServer(options, { nowMs: () => RESTART_AFTER_MS, warn, start })
  await stop()
  expect(start).toHaveBeenCalledTimes(1)
  expect(warn).not.toHaveBeenCalled()
})

test('a second start that fails is said', async () => {
  const { start, endNewest } = fakeServers()
  const lines: string[] = []
  let nowMs = 0
  await superviseServer(options, { nowMs: () => nowMs, warn: (line) => lines.push(line), start })
  start.mockRejectedValueOnce(new Error('the port is gone'))
  nowMs += RESTART_AFTER_MS
  endNewest('was ended by SIGSEGV')
  await vi.waitFor(() => expect(lines.at(-1)).toBe('cart: the port is gone'))
})
