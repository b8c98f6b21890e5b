import type { ViteDevServer } from 'vite'
import { expect, test, vi } from 'vitest'
import { tellFaults } from './tell-faults.ts'

type Listener = (payload: unknown, client: { send(event: string, payload: unknown): void }) => void

test('a fault that cannot be placed ends nothing, and is said', async () => {
  const listeners = new Map<string, Listener>()
  const moduleGraph = { getModuleByUrl: () => Promise.reject(new Error('no such id')), getModulesByFile: () => undefined }
  const hot = { on: (event: string, listener: Listener) => listeners.set(event, listener) }
  const warn = vi.fn()
  const vite = { environments: { client: { moduleGraph, hot } } } as unknown as ViteDevServer
  tellFaults(vite, { root: '/app', origin: 'http://127.0.0.1:4703', warn })
  const raw = { message: 'x is null', stack: 'Error\n    at f (http://127.0.0.1:4703/a.tsx:1:1)' }
  listeners.get('lockstep:fault')?.(raw, { send: vi.fn() })
  await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining('no such id')))
})
