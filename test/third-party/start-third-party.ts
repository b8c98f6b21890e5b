import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { freePort } from '../support/free-port.ts'

export interface ThirdPartyApp {
  name: string
  mcpUrl: string
  close(): Promise<void>
}

const FOLDER = import.meta.dirname
/** Milliseconds an app may take until it answers. */
const START_TIMEOUT_MS = 20_000
const ASK_EVERY_MS = 50

/** Starts one published app as it is, kept on the loopback by a preload. @throws when it does not answer in time, with what it printed */
export async function startThirdParty(name: string): Promise<ThirdPartyApp> {
  const port = await freePort()
  const entry = path.join(FOLDER, 'apps', 'node_modules', '@modelcontextprotocol', `server-${name}`, 'dist', 'index.js')
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), NODE_ENV: 'production' }
  const child = spawn(process.execPath, ['--import', path.join(FOLDER, 'loopback-only.mjs'), entry], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()))
  const mcpUrl = `http://localhost:${port}/mcp`
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  const until = performance.now() + START_TIMEOUT_MS
  while (!(await isUp(mcpUrl))) {
    if (child.exitCode !== null || performance.now() > until) {
      await close()
      throw new Error(`Expected ${name} to listen on ${mcpUrl}, it printed: ${printed.join('')}. Run: node scripts/setup.mjs --third-party`)
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  }
  return { name, mcpUrl, close }
}

async function isUp(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  )
}
