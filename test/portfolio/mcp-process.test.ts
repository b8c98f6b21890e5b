import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signIn, startDevAuth } from '@lockstep/dev-auth'
import { expect, onTestFinished, test, vi } from 'vitest'
import { bearer, callMcp } from '../auth/support/call-mcp.ts'
import { freePort } from '../support/free-port.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const APP = join(import.meta.dirname, '..', '..', 'apps', 'portfolio')

interface Ran {
  child: ChildProcess
  /** Once it says that it serves; rejects when it ends before. */
  ready(): Promise<void>
  stop(): Promise<number | null>
}

/** A module of the app as a process of its own, stopped when the test ends. */
function run(module: string, env: Record<string, string>): Ran {
  const child = spawn(process.execPath, ['--conditions=@lockstep/source', join(APP, module)], {
    env: { ...process.env, NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const stop = async (): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
    return child.exitCode
  }
  onTestFinished(async () => void (await stop()))
  const ready = async (): Promise<void> => {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${module} ended with ${String(code)}`)
    })
    ended.catch(() => undefined)
    await Promise.race([once(child, 'message'), ended])
  }
  return { child, ready, stop }
}

async function surroundings() {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-portfolio-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { issuer, close } = await startDevAuth({ port: 0, log: () => {} })
  onTestFinished(close)
  const [mcp, api, files] = [await freePort(), await freePort(), await freePort()]
  const env = {
    PORTFOLIO_PORT: String(mcp),
    PORTFOLIO_API_PORT: String(api),
    PORTFOLIO_FILES_PORT: String(files),
    PORTFOLIO_DATA_DIR: folder,
    LOCKSTEP_DEV_AUTH: issuer,
  }
  const mcpUrl = `http://localhost:${mcp}/mcp`
  const call = async (tool: string, args: Record<string, unknown>) => {
    const { accessToken } = await signIn(issuer, { user: 'ada', resource: mcpUrl, scopes: ['portfolio'] })
    const { result } = await callMcp(mcpUrl, tool, args, bearer(accessToken))
    return result
  }
  return { env, api, files, call }
}

test('the app as it is started: tools, API and photos, each at its port, and the projects are there after a restart', async () => {
  const { env, api, files, call } = await surroundings()
  const first = run('server/main.ts', env)
  await first.ready()
  expect((await call('create_project_draft', { title: 'Kept' }))?.structuredContent).toMatchObject({ title: 'Kept' })
  expect((await fetch(`http://localhost:${api}/api/projects`)).status).toBe(401)
  expect((await fetch(`http://localhost:${files}/nothing`)).headers.get('x-content-type-options')).toBe('nosniff')
  expect(await first.stop()).toBe(0)
  const second = run('server/main.ts', env)
  await second.ready()
  expect((await call('list_projects', {}))?.structuredContent).toMatchObject({ count: 1, projects: [{ title: 'Kept' }] })
})

test('deployed apart, the MCP server reaches the API over the network alone', async () => {
  const { env, api, call } = await surroundings()
  const key = { PORTFOLIO_API_KEY: 'a key of the tests, long enough to be one' }
  await run('api/main.ts', { ...env, ...key }).ready()
  expect((await fetch(`http://localhost:${api}/api/projects`)).status).toBe(401)
  const server = run('server/main.ts', {
    ...env,
    ...key,
    PORTFOLIO_API_URL: `http://localhost:${api}`,
    PORTFOLIO_DATA_DIR: join(env.PORTFOLIO_DATA_DIR, 'mcp'),
  })
  await server.ready()
  expect((await call('create_project_draft', { title: 'Far away' }))?.structuredContent).toMatchObject({ title: 'Far away' })
  expect((await call('list_projects', {}))?.structuredContent).toMatchObject({ count: 1 })
})
