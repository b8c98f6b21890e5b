import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface CartProcess {
  url: string
  mcpUrl: string
  child: ChildProcess
  /** kill -9, no goodbye. */
  kill: () => Promise<void>
  /** SIGTERM, as an orderly restart does. */
  stop: () => Promise<void>
}

const MAIN = fileURLToPath(new URL('../../apps/cart/server/main.ts', import.meta.url))

/** The cart server as it is started for real: a process of its own on a database file. */
export async function startCartProcess(options: {
  port: number
  dataDir: string
  widget?: string
  sandboxPort?: number
  env?: Record<string, string>
}): Promise<CartProcess> {
  const child = spawn(process.execPath, ['--conditions=@lockstep/source', MAIN], {
    env: {
      ...process.env,
      // tests ask for more than any client may
      CART_RATE_LIMITS: 'off',
      // nobody's own database, unless a test names one
      DATABASE_URL: '',
      ...options.env,
      CART_PORT: String(options.port),
      CART_DATA_DIR: options.dataDir,
      ...(options.widget === undefined ? {} : { CART_WIDGET: options.widget }),
      ...(options.sandboxPort === undefined ? {} : { LOCKSTEP_SANDBOX_PORT: String(options.sandboxPort) }),
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const errors: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  const ready = once(child, 'message')
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the cart server ended with ${String(code)}: ${errors.join('')}`)
  })
  died.catch(() => {})
  await Promise.race([ready, died])
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const url = `http://localhost:${options.port}`
  return { url, mcpUrl: `${url}/mcp`, child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}
